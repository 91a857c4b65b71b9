import { formatDuration } from '../core/duration.ts';
import type { PlannedStep } from '../core/event.ts';
import type { StageAbsence } from '../core/run-view.ts';
import type { Job, Port, Unit } from '../manifest/model.ts';
import { describeChecks } from './describe-probe.ts';
import type { Need, Plan, PlannedUnit } from './plan.ts';

/** What a unit waits for within its stage's time, such as `after db (ready), seed (completed)`. */
export function describeNeeds(planned: PlannedUnit, barrier: Plan['barrier']): string {
  if (planned.needs.length > 0) return `after ${planned.needs.map(describeNeed).join(', ')}`;
  return planned.stage === 0 || barrier === 'eager' ? 'at once' : 'when its stage starts';
}

const describeNeed = ({ unit, condition, required }: Need): string =>
  `${unit} (${condition}${required ? '' : ', if it can be'})`;

/** What is done and why, such as `recreate: image changed`. */
export const describeAction = ({ action, cause }: PlannedStep): string => `${action}: ${cause}`;

/** What has to happen before others go on, where that is said, and how long it may take. */
export function describeGoal({ unit }: PlannedUnit): string {
  if (unit.kind === 'job') return describeJobGoal(unit);
  const { checks, origin, within } = unit.readiness;
  const goal = `${describeChecks(checks)}, within ${formatDuration(within)}`;
  switch (origin.kind) {
    case 'none':
      return 'ready when it runs; a healthcheck of its image counts too';
    case 'preset':
      return `preset ${origin.preset}: ${goal}`;
    case 'ready':
    case 'healthcheck':
      return `${origin.kind}: ${goal}`;
  }
}

function describeJobGoal(job: Job): string {
  const { timeout } = job;
  const limits = [...(timeout === undefined ? [] : [`within ${formatDuration(timeout)}`]), ...attemptsOf(job)];
  return ['done when it exits 0', ...limits].join(', ');
}

/** What else a job runs, and when, such as `its stop event runs on stop and down, within 5m`. */
export function describeEvents({ unit }: PlannedUnit): readonly string[] {
  if (unit.kind !== 'job') return [];
  return (['stop', 'delete'] as const).flatMap((name) => {
    const event = unit.lifecycle[name];
    if (event === undefined) return [];
    const when = name === 'stop' ? 'on stop and down' : 'on down -v';
    const limits = [`within ${formatDuration(event.timeout)}`, ...attemptsOf(event)];
    return [`its ${name} event runs ${when}, ${limits.join(', ')}`];
  });
}

const attemptsOf = ({ retries, allowFailure }: Pick<Job, 'retries' | 'allowFailure'>): readonly string[] => [
  ...(retries === 0 ? [] : [`in ${retries + 1} attempts at most`]),
  ...(allowFailure ? ['and may fail'] : []),
];

/** Where it runs, of what runs in no container. Its command may hold a secret. */
export const describePlace = ({ place }: Unit): readonly string[] =>
  place === 'host' ? ['a process of this machine'] : [];

/** Outputs that it gets and that are promised, such as `gets TOKEN from seed`; one line for each job. */
export function describeOutputs(plan: Plan, planned: PlannedUnit): readonly string[] {
  return planned.outputsFrom.flatMap((job) => {
    const unit = plan.units.get(job)?.unit;
    const outputs = unit?.kind === 'job' ? unit.outputs.map((output) => output.name) : [];
    return outputs.length === 0 ? [] : [`gets ${outputs.join(', ')} from ${job}`];
  });
}

/** A published port as `127.0.0.1:8080→80`; without a host port where the engine picks one. */
export function describePort({ address, host, container, protocol }: Omit<Port, 'span'>): string {
  const kind = protocol === 'tcp' ? '' : `/${protocol}`;
  const shownAddress = address.includes(':') ? `[${address}]` : address || '0.0.0.0';
  const shownHost = typeof host === 'object' ? host.join('-') : (host ?? '*');
  return `${shownAddress}:${shownHost}→${container}${kind}`;
}

/** The stage that has to be through before this one starts; undefined for the first that has units, and where none waits. */
export function barrierOf(plan: Plan, index: number): number | undefined {
  if (plan.barrier === 'eager') return undefined;
  const before = plan.stages.findLastIndex((stage) => stage.index < index && stage.units.length > 0);
  return before === -1 ? undefined : before;
}

/** Why a stage has nothing to do in a run. */
export function describeAbsence(absence: StageAbsence): string {
  switch (absence) {
    case 'empty':
      return 'it has no units';
    case 'skip':
      return '"skip" is set on all of its units';
    case 'not-selected':
      return 'none of its units is in this run';
  }
}
