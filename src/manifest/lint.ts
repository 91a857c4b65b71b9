import type { Problem, ProblemCode } from '../core/problem.ts';
import type { Span } from '../core/source.ts';
import { commandPath } from './as-written.ts';
import { countedFiles } from './counted-files.ts';
import { isCovered } from './glob.ts';
import { decimalMode } from './mode.ts';
import type { Job, Manifest, Service, Unit } from './model.ts';
import { isPlaceholder } from './placeholder.ts';
import type { HealthTest } from './readiness-model.ts';
import type { Stages } from './stages.ts';
import { at, spanAt } from './tree.ts';
import { describe, type UnitDraft } from './unit-draft.ts';

/** What is allowed in a manifest and yet hardly meant. */
export function lint(manifest: Manifest, drafts: ReadonlyMap<string, UnitDraft>, stages: Stages): readonly Problem[] {
  const { dialect } = manifest;
  const units = [...manifest.units.values()];
  const awaitedBy = readyAwaitedBy(units);
  return [
    ...emptyStages(stages, units),
    ...[...drafts.values()].flatMap((draft) => [
      ...latestTag(draft),
      ...placeholders(draft),
      ...(dialect === 'compose' ? decimalModes(draft) : []),
    ]),
    ...units.flatMap((unit) => {
      if (unit.kind === 'job') return uncoveredMounts(unit);
      return [...bootstrapProbe(unit, drafts.get(unit.name)), ...noReadiness(unit, awaitedBy)];
    }),
  ];
}

const warning = (code: ProblemCode, message: string, span: Span, hint: string): Problem => ({
  severity: 'warning',
  code,
  message,
  span,
  hint,
});

/** A reference to an image that means another one tomorrow. */
function latestTag({ keys: { image = '', build }, tree }: UnitDraft): readonly Problem[] {
  const tag = /:([^:/@]*)$/.exec(image)?.[1];
  // What is built here is as new as its build.
  if (image === '' || build !== undefined || image.includes('@') || (tag !== undefined && tag !== 'latest')) return [];
  const message = `the image "${image}" is whatever is the latest: it may be another one tomorrow`;
  return [warning('latest-tag', message, spanAt(tree, 'image'), 'name a version, such as :1.2')];
}

/** What "devstack init" could not know. */
function placeholders({ kind, name, keys: { image, build }, tree }: UnitDraft): readonly Problem[] {
  const context = typeof build === 'string' ? build : build?.context;
  const told = (key: string, what: string, hint: string): Problem =>
    warning('placeholder', `${what} of ${kind} "${name}" is still to be named`, spanAt(tree, key), hint);
  return [
    ...(image !== undefined && isPlaceholder(image)
      ? [told('image', 'the image', 'name it, or what it is built from: build: ./its-folder')]
      : []),
    ...(context !== undefined && isPlaceholder(context) ? [told('build', 'the folder', 'name it, or an image')] : []),
  ];
}

/** Only where a number is what other tools take it for. */
function decimalModes(draft: UnitDraft): readonly Problem[] {
  const places = [
    ...(draft.keys.secrets ?? []).map((_, index) => at(draft.tree, 'secrets', index)),
    ...(draft.keys.configs ?? []).map((_, index) => at(draft.tree, 'configs', index)),
    ...(draft.keys.volumes ?? []).map((_, index) => at(draft.tree, 'volumes', index, 'tmpfs')),
  ];
  return places.flatMap((place) => decimalMode(place, describe(draft)));
}

/** Nothing under `default`, which few stacks fill, and nothing while the stage of some unit is wrong. */
function emptyStages({ list, placed }: Stages, units: readonly Unit[]): readonly Problem[] {
  const used = new Set(units.map((unit) => unit.stage));
  if (placed || used.has(undefined)) return [];
  return list
    .filter(({ name }) => !used.has(name))
    .map(({ name, span }) =>
      warning(
        'empty-stage',
        `the stage "${name}" has no unit and is skipped`,
        span,
        'remove it, or put a unit into it',
      ),
    );
}

/** PostgreSQL's image initialises itself with a server on a unix socket alone, which then shuts down. */
function bootstrapProbe(service: Service, draft: UnitDraft | undefined): readonly Problem[] {
  if (service.environment.has('PGHOST')) return [];
  return service.readiness.checks.flatMap(({ probe }, index) => {
    const command = probe.kind === 'exec' ? wordsOf(probe.test) : '';
    if (!/\bpg_isready\b/.test(command) || /\s(-h|--host)/.test(command)) return [];
    const message = `"pg_isready" of service "${service.name}" also passes while the database still initialises itself`;
    const span = draft ? spanAt(draft.tree, ...commandPath(service.readiness, draft.tree, index)) : service.span;
    return [warning('bootstrap-probe', message, span, 'ask over TCP: pg_isready -h 127.0.0.1')];
  });
}

const wordsOf = (test: HealthTest): string => (test.kind === 'exec' ? test.argv.join(' ') : test.script);

function uncoveredMounts(job: Job): readonly Problem[] {
  if (job.run !== 'changed') return [];
  return job.mounts.flatMap((mount) => {
    if (mount.type !== 'bind' || isCovered(mount.source, countedFiles(job))) return [];
    const message = `job "${job.name}" is never skipped, since no "inputs" cover the folder or file that it mounts`;
    return [warning('uncovered-mount', message, mount.span, 'name the files that count under "inputs"')];
  });
}

function noReadiness(service: Service, awaitedBy: ReadonlyMap<string, string>): readonly Problem[] {
  const { readiness, name } = service;
  const waiting = awaitedBy.get(name);
  if (waiting === undefined || readiness.origin.kind !== 'none') return [];
  const message = `"${waiting}" waits for service "${name}" to be ready, and nothing says when it is: it only has to run`;
  return [warning('no-readiness', message, service.span, 'add "ready" or "healthcheck" to it')];
}

/** The first unit that waits for each to be ready. */
function readyAwaitedBy(units: readonly Unit[]): ReadonlyMap<string, string> {
  const waiting = new Map<string, string>();
  for (const { name, dependsOn } of units) {
    for (const { unit, condition } of dependsOn) {
      if (condition === 'ready' && !waiting.has(unit)) waiting.set(unit, name);
    }
  }
  return waiting;
}
