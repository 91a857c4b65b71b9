import { formatDuration } from '../../core/duration.ts';
import type { Event } from '../../core/event.ts';
import type { RunView } from '../../core/run-view.ts';
import { type ReadyBy, unitOf } from '../../core/unit-state.ts';
import type { Tone } from '../glyphs.ts';
import { listOf, waitersFor, waitReason } from '../select/holds.ts';
import { waitText } from '../select/progress.ts';
import { labelOf } from '../select/unit-text.ts';
import { plannedText } from './planned-text.ts';

/** What one event says to people; `undefined` for events that say nothing new to them. */
export interface EventText {
  readonly tone: Tone;
  readonly text: string;
}

type UnitEvent = Extract<Event, { readonly type: `unit.${string}` }>;
type RunEvent = Exclude<Event, UnitEvent | { readonly type: 'log' }>;

const say = (tone: Tone, text: string): EventText => ({ tone, text });

/** Whether an event is about one instance. */
export function isUnitEvent(event: Event): event is UnitEvent {
  return event.type.startsWith('unit.');
}

/** An event as a sentence without its subject. */
export function eventText(event: Exclude<Event, { readonly type: 'log' }>, view: RunView): EventText | undefined {
  return isUnitEvent(event) ? unitText(event, view) : runText(event, view);
}

function readyWord(by: ReadyBy): string {
  switch (by.kind) {
    case 'probe':
      return `${by.probe}, ${by.attempts === 1 ? '1 probe' : `${by.attempts} probes`}`;
    case 'running':
      return 'it runs, nothing else was asked for';
    case 'kept':
      return 'as before';
  }
}

function percent(current: number, total: number): string {
  const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;
  return total === 0 ? megabytes(current) : `${Math.floor((100 * current) / total)} % of ${megabytes(total)}`;
}

function runText(event: RunEvent, view: RunView): EventText | undefined {
  const count = view.stages.length;
  switch (event.type) {
    case 'run.started':
      return say('strong', `${event.command}, ${event.engine}`);
    case 'run.waiting':
      return say('warn', waitText({ waitingFor: { ...event, since: event.at } }) ?? '');
    case 'run.planned':
      return say(
        'dim',
        plannedText(event.steps, (instance) => labelOf(view, instance)),
      );
    case 'run.ready':
      return event.changed
        ? say('good', `ready after ${formatDuration(event.durationMs)}`)
        : say('good', 'nothing changed: all is ready as before');
    case 'run.stopping':
      return say('warn', `stopping: ${event.reason}`);
    case 'run.finished':
      return undefined;
    case 'stage.started':
      return event.stage === '' ? undefined : say('strong', `stage ${event.index + 1}/${count} ${event.stage}`);
    case 'stage.finished':
      if (event.stage === '') return undefined;
      return say(
        'dim',
        `stage ${event.index + 1}/${count} ${event.stage} done after ${formatDuration(event.durationMs)}`,
      );
    case 'stage.skipped':
      return say('dim', `stage ${event.index + 1}/${count} ${event.stage} skipped: ${event.reason}`);
    case 'stage.failed':
      return say(
        'bad',
        `stage ${event.index + 1}/${count} ${event.stage} failed after ${formatDuration(event.durationMs)}: ${event.reason}`,
      );
    case 'stage.canceled':
      return say('dim', `stage ${event.index + 1}/${count} ${event.stage} canceled: ${event.reason}`);
    case 'network.created':
      return say('dim', `network ${event.name} created`);
    case 'volume.created':
      return say('dim', `volume ${event.name} created`);
    case 'network.removed':
      return say('dim', `network ${event.name} removed`);
    case 'volume.removed':
      return say('dim', `volume ${event.name} removed`);
    case 'snapshot': {
      const took = formatDuration(event.durationMs);
      const done = event.what === 'taken' ? `snapshot taken in ${took}` : `put back from a snapshot in ${took}`;
      const whose = event.job === undefined ? 'data of the stack' : `data of job ${event.job}`;
      return say('dim', `${whose}: ${done} (${event.volumes.join(', ')})`);
    }
    case 'image.progress':
      return say('dim', `image ${event.image}: ${event.status.toLowerCase()}, ${percent(event.current, event.total)}`);
    case 'image.building':
      return say('dim', `image ${event.image}: ${event.number}/${event.total} ${event.step}`);
    case 'image.removed':
      return say('dim', `image ${event.image} removed`);
    case 'image.built':
      return say('dim', `image ${event.image} built in ${formatDuration(event.durationMs)}`);
    case 'image.pulled':
      return say('dim', `image ${event.image} pulled in ${formatDuration(event.durationMs)}`);
    case 'warning':
      return say('warn', event.hint === undefined ? event.message : `${event.message} (${event.hint})`);
    default:
      return event satisfies never;
  }
}

/** Most that are named of what waits. */
const mostWaiters = 3;

/** `; api and web wait for it` */
function waitersText(names: readonly string[]): string {
  if (names.length === 0) return '';
  const more = names.length - mostWaiters;
  const named = more > 1 ? [...names.slice(0, mostWaiters), `${more} more`] : names;
  return `; ${listOf(named)} ${names.length === 1 ? 'waits' : 'wait'} for it`;
}

function unitText(event: UnitEvent, view: RunView): EventText | undefined {
  switch (event.type) {
    case 'unit.held': {
      const reason = waitReason(view, event.holds, event.at);
      return reason === undefined ? undefined : say('dim', reason);
    }
    case 'unit.pulling':
      return say('dim', `pulling ${event.image}`);
    case 'unit.building':
      return say('dim', `building ${event.image}`);
    case 'unit.published':
      return say('dim', `published as ${event.ports.join(', ')}`);
    case 'unit.hook':
      return say('dim', `${event.hook}${event.of === 1 ? '' : ` ${event.number} of ${event.of}`}`);
    case 'unit.fetched':
    case 'unit.creating':
    case 'unit.starting':
      return undefined;
    case 'unit.created':
      return say('dim', 'created');
    case 'unit.started':
      return say('busy', event.adopted ? 'runs already, taken over' : 'started');
    case 'unit.probing':
      return say('dim', `asking ${event.probe} (${event.route})`);
    case 'unit.probe': {
      const next = event.nextMs > 0 ? `, again in ${formatDuration(event.nextMs)}` : '';
      const waits = waitersText(waitersFor(view, unitOf(event.instance)));
      return say('warn', `not ready yet: ${event.error} (try ${event.attempt}${next})${waits}`);
    }
    case 'unit.ready':
      return event.by.kind === 'kept'
        ? say('good', 'ready as before')
        : say('good', `ready after ${formatDuration(event.at - event.startedAt)} (${readyWord(event.by)})`);
    case 'unit.running':
      // The first attempt begins with the container, which has been told.
      return event.attempt > 1 ? say('busy', `running, try ${event.attempt}`) : undefined;
    case 'unit.retrying': {
      const { attempt, of, failure, nextMs } = event;
      return say('warn', `${failure.message} (try ${attempt} of ${of}), again in ${formatDuration(nextMs)}`);
    }
    case 'unit.completed': {
      if (event.tolerated) return say('warn', `failed, which is allowed: ${event.tolerated.message}`);
      if (event.by === 'replay') {
        return say('good', `cached, nothing to do${event.outputs.length === 0 ? '' : ' (outputs replayed)'}`);
      }
      const outputs = event.outputs.length === 0 ? '' : ` (outputs: ${event.outputs.join(', ')})`;
      return say('good', `exit 0 after ${formatDuration(event.durationMs)}${outputs}`);
    }
    case 'unit.event-started':
      if (event.adopted) return say('busy', `its ${event.event} event runs already, taken over`);
      return say('busy', `runs its ${event.event} event${event.attempt > 1 ? `, try ${event.attempt}` : ''}`);
    case 'unit.event-completed':
      if (event.tolerated) {
        return say('warn', `its ${event.event} event failed, which is allowed: ${event.tolerated.message}`);
      }
      return say('good', `${event.event} event done after ${formatDuration(event.durationMs)}`);
    case 'unit.event-failed':
      return say('bad', `its ${event.event} event failed: ${event.failure.message}`);
    case 'unit.restarting':
      return say('warn', `exit ${event.exitCode}, its restart policy starts it again`);
    case 'unit.failed':
      return say('bad', `failed: ${event.failure.message}`);
    case 'unit.canceled':
      return say('dim', `not started: ${event.because}`);
    case 'unit.stopping':
      return say('dim', `stopping: ${event.reason}`);
    case 'unit.stopped':
      return say('dim', event.exitCode === undefined ? 'stopped' : `stopped (exit ${event.exitCode})`);
    case 'unit.renewed':
      return say('dim', `begins anew: ${event.cause}`);
    case 'unit.removed':
      return say('dim', 'removed');
    default:
      return event satisfies never;
  }
}

/** Who an event is about: an instance, or the project. */
export function subjectOf(event: Event, view: RunView): string {
  return isUnitEvent(event) || event.type === 'log' ? labelOf(view, event.instance) : view.project;
}
