import type { Problem } from '../core/problem.ts';
import { replicasOf } from './deploy.ts';
import { toHealthcheck } from './healthcheck.ts';
import { ignoredKey } from './key-problems.ts';
import { migrationProblems } from './migrations.ts';
import { neverReady } from './never-ready.ts';
import { keySpanAt, type Path } from './tree.ts';
import { describe, type UnitDraft } from './unit-draft.ts';

/** Keys of a unit that can not stand beside each other. */
export function contradictions(unit: UnitDraft): readonly Problem[] {
  return [
    ...exclusive(unit),
    ...differing(unit),
    ...portsOnShared(unit),
    ...tooMany(unit),
    ...droppedOfJob(unit),
    ...migrationProblems(unit),
    ...neverReady(unit),
  ];
}

const exclusivePairs: readonly (readonly [Path, Path])[] = [
  [['network_mode'], ['networks']],
  [
    ['build', 'dockerfile_inline'],
    ['build', 'dockerfile'],
  ],
  [['command'], ['lifecycle', 'start', 'command']],
  [['allow_failure'], ['lifecycle', 'start', 'allow_failure']],
];

function exclusive(unit: UnitDraft): readonly Problem[] {
  return exclusivePairs
    .filter((pair) => pair.every((path) => valueAt(unit.keys, path) !== undefined))
    .map(([one, other]) => conflict(unit, one, other, 'has both'));
}

/** Old and new names of the same; both may stand there with one value (as Compose has it). */
const twins: readonly (readonly [Path, Path])[] = [
  [['scale'], ['deploy', 'replicas']],
  [['cpus'], ['deploy', 'resources', 'limits', 'cpus']],
  [['mem_limit'], ['deploy', 'resources', 'limits', 'memory']],
  [['pids_limit'], ['deploy', 'resources', 'limits', 'pids']],
  [['mem_reservation'], ['deploy', 'resources', 'reservations', 'memory']],
];

function differing(unit: UnitDraft): readonly Problem[] {
  return twins
    .filter(([one, other]) => {
      const values = [valueAt(unit.keys, one), valueAt(unit.keys, other)];
      return !values.includes(undefined) && values[0] !== values[1];
    })
    .map(([one, other]) => conflict(unit, one, other, 'says different things in'));
}

function conflict(unit: UnitDraft, one: Path, other: Path, verb: string): Problem {
  return {
    severity: 'error',
    code: one[0] === 'scale' ? 'replicas' : 'conflicting-keys',
    message: `${describe(unit)} ${verb} "${one.join('.')}" and "${other.join('.')}"`,
    span: keySpanAt(unit.tree, ...one),
    related: [{ message: `"${other.join('.')}" is here`, span: keySpanAt(unit.tree, ...other) }],
    hint: 'keep one of them',
  };
}

/** Ports are published on a network of the unit's own. */
function portsOnShared(unit: UnitDraft): readonly Problem[] {
  const { ports = [], network_mode: mode } = unit.keys;
  if (ports.length === 0 || mode === undefined) return [];
  const span = keySpanAt(unit.tree, 'ports');
  if (mode.kind === 'mode') {
    const why = mode.mode === 'host' ? 'its ports are those of the host anyway' : 'it is on no network';
    return mode.mode === 'host' || mode.mode === 'none' ? [ignoredKey('ports', span, describe(unit), why)] : [];
  }
  const message = `${describe(unit)} publishes ports, and its network is that of another container`;
  const related = [{ message: 'the network is given here', span: keySpanAt(unit.tree, 'network_mode') }];
  const hint = 'publish them there instead';
  return [{ severity: 'error', code: 'conflicting-keys', message, span, related, hint }];
}

/** What exists only once can not be given to several containers. */
function tooMany(unit: UnitDraft): readonly Problem[] {
  const replicas = replicasOf(unit);
  if (replicas < 2 || unit.kind === 'job') return [];
  const base = { severity: 'error' as const, code: 'replicas' as const };
  const beginning = `${describe(unit)} is to have ${replicas} containers, and`;
  const problems: Problem[] = [];
  if (unit.keys.container_name !== undefined) {
    const message = `${beginning} "container_name" names only one`;
    const span = keySpanAt(unit.tree, 'container_name');
    problems.push({ ...base, message, span, hint: 'leave "container_name" out' });
  }
  const port = unit.keys.ports?.flat().find(({ host }) => typeof host === 'number');
  if (port !== undefined && unit.keys.network_mode === undefined) {
    const message = `${beginning} only one of them can publish the port ${port.host} of the host`;
    const hint = 'give a range of ports of the host, such as "8000-8010:80", or none';
    // It is said, and no more: a scale of 1 may be asked for.
    problems.push({ ...base, severity: 'warning', message, span: keySpanAt(unit.tree, 'ports'), hint });
  }
  return problems;
}

/** What tells how to keep a service up says nothing about one that ends. */
function droppedOfJob({ oneShot, keys, tree, name }: UnitDraft): readonly Problem[] {
  if (!oneShot) return [];
  const policy = keys.deploy?.restart_policy;
  const isKept = policy !== undefined && policy.condition !== 'none' && policy.condition !== 'no';
  const dropped: readonly (readonly [boolean, Path])[] = [
    [keys.restart !== undefined && keys.restart.policy !== 'no', ['restart']],
    [keys.restart === undefined && isKept, ['deploy', 'restart_policy']],
    [keys.healthcheck !== undefined && !toHealthcheck(keys.healthcheck).disabled, ['healthcheck']],
  ];
  const why = 'others wait for it to end, which makes it a job';
  return dropped.flatMap(([isThere, path]) =>
    isThere ? [ignoredKey(path.join('.'), keySpanAt(tree, ...path), `service "${name}"`, why)] : [],
  );
}

const valueAt = (keys: UnitDraft['keys'], path: Path): unknown =>
  path.reduce<unknown>((inner, step) => (inner as Readonly<Record<string, unknown>> | undefined)?.[step], keys);
