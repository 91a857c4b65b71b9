import type Dockerode from 'dockerode';
import { instanceId } from '../../core/unit-state.ts';
import type { EngineEvent } from '../engine-event.ts';
import type { RawEvent } from './event-stream.ts';
import { followEvents } from './event-stream.ts';
import { label } from './labels.ts';

/** Asked for by name: healthchecks and probes make the engine tell of every exec as well. */
const types = new Map([
  ['create', 'created'],
  ['start', 'started'],
  ['kill', 'stopping'],
  ['die', 'died'],
  ['destroy', 'removed'],
  ['pause', 'paused'],
  ['unpause', 'unpaused'],
  ['oom', 'oom'],
  ['health_status: healthy', 'healthy'],
  ['health_status: unhealthy', 'unhealthy'],
] as const);

/** Engines match a filter for a test's result up to its colon (Engine API, `SystemEvents`). */
const filtered = [...new Set([...types.keys()].map((action) => action.replace(/:.*/, '')))];

/** What happens to a project's containers, until aborted. */
export async function* projectEvents(
  docker: Dockerode,
  project: string,
  signal: AbortSignal,
): AsyncGenerator<EngineEvent> {
  const filters = { type: ['container'], label: [`${label.project}=${project}`], event: filtered };
  for await (const told of followEvents(docker, filters, signal)) {
    switch (told.kind) {
      case 'connected':
        yield { type: 'connected' };
        break;
      case 'disconnected':
        yield { type: 'disconnected', reason: told.reason };
        break;
      case 'event': {
        const event = engineEvent(told.event);
        if (event !== undefined) yield event;
        break;
      }
    }
  }
}

/** Signals that are not there to end a program, and SIGKILL, which is how a crash is tried out; by number, as they are told. */
const notToStop: ReadonlySet<string | undefined> = new Set(['1', '9', '10', '12', '28']);

function engineEvent({ action, id, attributes, at }: RawEvent): EngineEvent | undefined {
  const type = (types as ReadonlyMap<string, typeof types extends Map<string, infer Type> ? Type : never>).get(action);
  const unit = attributes[label.unit];
  if (type === undefined || unit === undefined) return undefined;
  if (type === 'stopping' && notToStop.has(attributes.signal)) return undefined;
  const exitCode = attributes.exitCode;
  const instance = instanceId(unit, Number(attributes[label.index] ?? 1));
  return { type, handle: id, instance, at, ...(exitCode !== undefined && { exitCode: Number(exitCode) }) };
}
