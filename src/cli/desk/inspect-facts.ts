import { formatDuration } from '../../core/duration.ts';
import { type InstanceId, unitOf } from '../../core/unit-state.ts';
import type { Engine } from '../../engine/engine.ts';
import { describeGoal, describeNeeds, describeOutputs } from '../../plan/describe-plan.ts';
import type { ContainerStatus, ObservedContainer } from '../../plan/observed.ts';
import type { Plan, PlannedUnit } from '../../plan/plan.ts';
import { type JobOverview, jobOverview, type LastRun } from '../../run/jobs/job-overview.ts';
import type { Facts } from '../../ui/screen/desk.ts';

type Rows = Facts['facts'];

/** What the manifest says of an instance, what its container is, and, of a job, how it ran. Values of variables are left out. */
export async function inspectFacts(
  engine: Engine,
  plan: Plan,
  unitNames: ReadonlySet<string>,
  instance: InstanceId,
  signal: AbortSignal,
): Promise<readonly Facts[]> {
  const unit = plan.units.get(unitOf(instance));
  const { containers } = await engine.observe(plan.project, signal);
  const container = containers.find((each) => each.instance === instance);
  const jobs = unit?.kind === 'job' ? await jobOverview({ engine, plan, unitNames }, signal) : [];
  const job = jobs.find(({ job: { name } }) => name === unit?.name);
  return [
    ...(unit === undefined ? [] : [{ heading: 'manifest', facts: manifestFacts(plan, unit) }]),
    ...(job === undefined ? [] : [{ heading: 'runs', facts: jobFacts(job) }]),
    {
      heading: 'container',
      facts: container === undefined ? [['state', 'there is none']] : containerFacts(container, Date.now()),
    },
  ];
}

const told = (rows: Rows): Rows => rows.filter(([, text]) => text !== '');

function manifestFacts(plan: Plan, planned: PlannedUnit): Rows {
  const { unit } = planned;
  const variables = [...unit.environment.keys()].sort().join(', ');
  return told([
    ['starts', describeNeeds(planned, plan.barrier)],
    ['goal', describeGoal(planned)],
    ['outputs', describeOutputs(plan, planned).join('; ')],
    ['variables', variables],
  ]);
}

function jobFacts({ job, last, next }: JobOverview): Rows {
  return told([
    ['mode', job.run],
    ['last run', lastText(last)],
    ['passed on', last.kind === 'completed' ? last.outputs.join(', ') : ''],
    ['next up', `${next.runs ? 'runs' : 'skipped'}: ${next.cause}`],
  ]);
}

function lastText(last: LastRun): string {
  switch (last.kind) {
    case 'never':
      return 'never';
    case 'running':
      return `running since ${new Date(last.since).toLocaleString()}`;
    case 'failed':
      return `exit ${last.exitCode} after ${formatDuration(last.durationMs)}, ${new Date(last.at).toLocaleString()}`;
    case 'uncounted':
      return `exit 0 after ${formatDuration(last.durationMs)}, not counted, ${new Date(last.at).toLocaleString()}`;
    case 'completed':
      return `exit 0 after ${formatDuration(last.durationMs)}, ${new Date(last.at).toLocaleString()}`;
  }
}

function containerFacts(container: ObservedContainer, now: number): Rows {
  const { name, handle, image, imageId, status, ports, mounts, addresses } = container;
  return told([
    ['name', name],
    ['id', handle.slice(0, 12)],
    ['state', statusText(status, now)],
    ['image', `${image} (${imageId.replace(/^sha256:/, '').slice(0, 12)})`],
    [
      'ports',
      ports
        .map(({ address, host, container: inside, protocol }) => `${address}:${host} → ${inside}/${protocol}`)
        .join(', '),
    ],
    ['networks', [...addresses].map(([network, address]) => `${network} ${address}`).join(', ')],
    ['mounts', mounts.map(({ source, target, type }) => `${target} (${type} ${source})`).join(', ')],
  ]);
}

function statusText(status: ContainerStatus, now: number): string {
  switch (status.kind) {
    case 'running': {
      const health = status.health === 'none' ? '' : `, ${status.health}`;
      return `running for ${formatDuration(now - status.startedAt)}${health}`;
    }
    case 'paused':
      return 'paused';
    case 'restarting':
      return `restarting after exit ${status.exitCode}`;
    case 'exited':
      return `exit ${status.exitCode}${status.oomKilled ? ', out of memory' : ''}, ${formatDuration(now - status.finishedAt)} ago`;
    case 'created':
    case 'dead':
      return status.kind;
  }
}
