import { resolve } from 'node:path';
import type { Context } from './context.ts';
import { toDependencies } from './depends-on.ts';
import { toTexts, toVariables } from './environment.ts';
import { toHealthcheck } from './healthcheck.ts';
import { imageOf } from './image.ts';
import type { Job, Mount, Service, Unit } from './model.ts';
import { toMounts } from './mounts.ts';
import { toOutputs } from './outputs.ts';
import { toPorts } from './ports.ts';
import { toReadiness } from './readiness.ts';
import { type Stages, stageOf } from './stages.ts';
import { describe, type UnitDraft } from './unit-draft.ts';
import { unknownVolumes } from './volumes.ts';

/** What a unit is resolved against. */
export interface Surroundings {
  readonly units: ReadonlyMap<string, UnitDraft>;
  /** what each unit inherits from, nearest first */
  readonly ancestors: ReadonlyMap<string, readonly UnitDraft[]>;
  readonly volumes: Parameters<typeof unknownVolumes>[2];
  readonly stages: Stages;
  /** of the whole file */
  readonly environment: ReadonlyMap<string, string>;
}

/** The Compose Specification's default of `stop_grace_period`, in ms. */
const defaultGracePeriod = 10_000;
/** Of a job in a devstack.yaml, over all attempts, in ms. */
const defaultJobTimeout = 300_000;

/** A unit with everything resolved that its file says; what refers to nothing is reported and left out. */
export function toUnit(draft: UnitDraft, around: Surroundings, context: Context): Unit {
  const { keys } = draft;
  const ancestors = around.ancestors.get(draft.name) ?? [];
  const inherited = (key: 'user' | 'working_dir'): string | undefined =>
    [draft, ...ancestors].find((unit) => unit.keys[key] !== undefined)?.keys[key];
  const image = imageOf(draft, ancestors, context);
  const stage = stageOf(draft, image, around.stages, context);
  const user = inherited('user');
  const workingDir = inherited('working_dir');
  const base = {
    name: draft.name,
    ...(keys.title === undefined ? {} : { title: keys.title }),
    ...(stage === undefined ? {} : { stage }),
    image,
    ...(keys.command === undefined ? {} : { command: keys.command }),
    ...(keys.entrypoint === undefined ? {} : { entrypoint: keys.entrypoint }),
    environment: environmentOf(draft, ancestors, around, context),
    aliases: keys.aliases ? toTexts(draft.tree, 'aliases') : new Map<string, string>(),
    ports: toPorts(keys.ports ?? [], draft.tree, context),
    mounts: mountsOf(draft, around, context),
    ...(workingDir === undefined ? {} : { workingDir }),
    ...(user === undefined ? {} : { user }),
    init: keys.init ?? false,
    dependsOn: toDependencies(draft, around.units, context),
    stopGracePeriod: keys.stop_grace_period ?? defaultGracePeriod,
    span: draft.span,
  };
  return draft.kind === 'service'
    ? { ...base, kind: 'service', ...serviceParts(draft) }
    : { ...base, kind: 'job', ...jobParts(draft, context) };
}

type Parts<Kind extends Unit> = Omit<Kind, 'kind' | keyof (Service | Job)>;

function serviceParts({ keys }: UnitDraft): Parts<Service> {
  const healthcheck = keys.healthcheck && toHealthcheck(keys.healthcheck);
  return {
    ...(healthcheck ? { healthcheck } : {}),
    readiness: toReadiness(keys.ready, healthcheck, keys.ready_timeout),
    restart: keys.restart ?? { policy: 'no' },
  };
}

function jobParts(draft: UnitDraft, context: Context): Parts<Job> {
  const { timeout, inputs = [], run } = draft.keys;
  const isCompose = context.dialect === 'compose';
  const limit = timeout ?? (isCompose ? undefined : defaultJobTimeout);
  return {
    ...(limit === undefined ? {} : { timeout: limit }),
    outputs: toOutputs(draft, context),
    inputs: inputs.map((glob) => resolve(context.folder, glob)),
    run: run ?? (isCompose ? 'always' : 'changed'),
  };
}

function environmentOf(
  draft: UnitDraft,
  ancestors: readonly UnitDraft[],
  { environment }: Surroundings,
  context: Context,
): ReadonlyMap<string, string> {
  const quiet = { ...context, report: () => {} };
  const inherited = ancestors.toReversed().flatMap((unit) => [...variablesOf(unit, quiet)]);
  return new Map([...environment, ...inherited, ...variablesOf(draft, context)]);
}

/** Nothing where they are wrong as a whole. */
const variablesOf = ({ keys, tree }: UnitDraft, context: Context): ReadonlyMap<string, string> =>
  keys.environment ? toVariables(tree, 'environment', context) : new Map();

function mountsOf(draft: UnitDraft, { volumes }: Surroundings, context: Context): readonly Mount[] {
  const { keys, tree } = draft;
  const mounts = [
    ...toMounts(keys.volumes ?? [], tree, 'volumes', context),
    ...toMounts(keys.tmpfs ?? [], tree, 'tmpfs', context),
  ];
  const problems = unknownVolumes(describe(draft), mounts, volumes);
  for (const problem of problems) context.report(problem);
  return mounts.filter((mount) => mount.type !== 'volume' || volumes.has(mount.volume));
}
