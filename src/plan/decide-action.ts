import type { PlannedStep } from '../core/event.ts';
import type { Job, Unit } from '../manifest/model.ts';
import { movableServices } from './addresses/planned-addresses.ts';
import { type Config, changedAspects, isOnHost } from './config-of.ts';
import type { ContainerStatus, ObservedContainer } from './observed.ts';
import type { PlannedUnit } from './plan.ts';

/**
 * The configuration that an instance is to have; unknown while it waits for the outputs of jobs, and of no use where what
 * the hashes of the containers were made with is not remembered.
 */
export type Wanted = { readonly config: Config } | 'unknown-yet' | 'incomparable';

/** The id that an image reference stands for on the engine now; undefined where the engine does not have it. */
export type ImageIdOf = (reference: string) => string | undefined;

/** Whether a container that differs is made anew: only then, in any case, or not even then. */
export type Renewal = 'changed' | 'always' | 'never';

/** Of a run that was killed early, or whose memory somebody has removed. */
const notRemembered = 'what it was made from is not remembered';

type Decision = Pick<PlannedStep, 'action' | 'cause'>;

/** What to do with one instance that has this container, or none, and why. */
export function decideAction(
  planned: PlannedUnit,
  container: ObservedContainer | undefined,
  wanted: Wanted,
  imageIdOf: ImageIdOf,
  renewal: Renewal,
): Decision {
  const { kind, unit } = planned;
  if (unit.kind === 'job') return decideJob(unit.run, container);
  if (container === undefined) return { action: 'create', cause: 'no container yet' };
  if (container.kind !== kind) return { action: 'recreate', cause: `was a ${container.kind} before` };
  if (renewal === 'always') return { action: 'recreate', cause: 'asked for' };
  if (wanted === 'incomparable' && renewal === 'changed') return { action: 'recreate', cause: notRemembered };
  const changed = changesOf(container, unit, wanted, imageIdOf);
  if (changed.length > 0 && renewal === 'changed') return { action: 'recreate', cause: `${list(changed)} changed` };
  if (changed.length > 0) {
    const { action, cause } = decideUnchanged(container.status);
    return { action, cause: `${list(changed)} changed, but it is not to be made anew: ${cause}` };
  }
  const decision = decideUnchanged(container.status);
  if (wanted !== 'unknown-yet' || decision.action === 'recreate') return decision;
  return { ...decision, cause: `${decision.cause}, unless ${list(openIn(planned))} differ` };
}

/** What is not known of its environment yet, for people. */
function openIn({ outputsFrom, addresses }: PlannedUnit): readonly string[] {
  const services = movableServices(addresses);
  return [
    ...(outputsFrom.length > 0 ? [`the outputs of ${list(outputsFrom)}`] : []),
    ...(services.length > 0 ? [`the addresses of ${list(services)}`] : []),
  ];
}

const usualCauses = {
  changed: 'skipped if nothing changed since it last ran',
  once: 'skipped if it has completed for the data that is there',
  always: 'runs every time',
} as const satisfies Record<Job['run'], string>;

function decideJob(run: Job['run'], container: ObservedContainer | undefined): Decision {
  const status = container?.kind === 'job' ? container.status : undefined;
  switch (status?.kind) {
    case 'running':
      return { action: 'adopt', cause: 'runs already' };
    case 'paused':
      return { action: 'adopt', cause: 'runs already, but is paused' };
    case 'restarting':
      return { action: 'adopt', cause: 'is being restarted by the engine' };
    case 'exited':
      if (status.exitCode !== 0) return { action: 'run', cause: `ended with exit code ${status.exitCode} before` };
      break;
    case 'created':
    case 'dead':
    case undefined:
      break;
  }
  return { action: 'run', cause: usualCauses[run] };
}

function decideUnchanged(status: ContainerStatus): Decision {
  switch (status.kind) {
    case 'created':
      return { action: 'start', cause: 'created, but never started' };
    case 'running':
      return { action: 'keep', cause: status.health === 'unhealthy' ? 'unchanged, but unhealthy' : 'unchanged' };
    case 'paused':
      return { action: 'start', cause: 'paused' };
    case 'restarting':
      return { action: 'keep', cause: `unchanged, restarted by the engine after exit code ${status.exitCode}` };
    case 'exited': {
      const reason = status.oomKilled ? ', out of memory' : '';
      return { action: 'start', cause: `stopped with exit code ${status.exitCode}${reason}` };
    }
    case 'dead':
      return { action: 'recreate', cause: 'dead, and how it ended is not known' };
  }
}

function changesOf(
  container: ObservedContainer,
  { image, place }: Unit,
  wanted: Wanted,
  imageIdOf: ImageIdOf,
): readonly string[] {
  // With that all is another, whatever its environment comes to be.
  if (isOnHost(container.config) !== (place === 'host')) return ['where it runs'];
  const changes = new Set(typeof wanted === 'string' ? [] : changedAspects(container.config, wanted.config));
  // An image that the engine no longer has under this name says nothing about the container made from it.
  const present = imageIdOf(image);
  if (present !== undefined && present !== container.imageId) changes.add('image');
  return [...changes];
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
