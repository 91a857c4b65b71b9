import * as z from 'zod/mini';
import type { EventBody } from '../../core/event.ts';
import { lineVersion } from './json.ts';
import { amount, failure, hold, instance, outcome, readyBy, step, texts, type Written } from './line-parts.ts';

type FieldsOf<Type extends EventBody['type']> = Written<Omit<Extract<EventBody, { readonly type: Type }>, 'type'>>;

const named = { name: z.string() };
const ofStage = { stage: z.string(), index: amount };
const ofImage = { image: z.string() };
const timed = { durationMs: amount };
const ofEvent = { instance, event: z.enum(['stop', 'delete']) };

const stageRow = z.object({
  name: z.string(),
  status: z.enum(['queued', 'ongoing', 'done', 'error', 'skipped', 'canceled']),
});
const timelineRow = z.object({
  instance,
  createdMs: z.exactOptional(amount),
  startedMs: z.exactOptional(amount),
  settledMs: z.exactOptional(amount),
});

const path = z.array(z.object({ unit: z.string(), durationMs: amount }));

const answer = z.object({ instance, attempt: amount, error: z.string(), nextMs: amount });

/** The fields of each event, beside those that every line has. */
const fields = {
  'run.started': z.object({ command: z.string(), engine: z.string(), project: z.string() }),
  'run.waiting': z.object({ holder: z.string(), remedy: z.exactOptional(z.string()) }),
  'run.planned': z.object({ steps: z.array(step) }),
  'run.ready': z.object({ ...timed, changed: z.boolean(), criticalPath: path }),
  'run.stopping': z.object({ reason: z.string() }),
  'run.finished': z.object({
    outcome,
    ...timed,
    stages: z.array(stageRow),
    timeline: z.array(timelineRow),
    criticalPath: path,
    blocked: z.array(z.object({ unit: z.string(), because: instance, through: z.exactOptional(z.string()) })),
  }),
  'stage.started': z.object(ofStage),
  'stage.finished': z.object({ ...ofStage, ...timed }),
  'stage.skipped': z.object({ ...ofStage, reason: z.string() }),
  'stage.failed': z.object({ ...ofStage, reason: z.string(), ...timed }),
  'stage.canceled': z.object({ ...ofStage, reason: z.string() }),
  'network.created': z.object(named),
  'network.removed': z.object(named),
  'volume.created': z.object(named),
  'volume.removed': z.object(named),
  'image.progress': z.object({ ...ofImage, current: amount, total: amount, status: z.string() }),
  'image.building': z.object({ ...ofImage, step: z.string(), number: amount, total: amount }),
  'image.built': z.object({ ...ofImage, ...timed }),
  'image.removed': z.object(ofImage),
  'image.pulled': z.object({ ...ofImage, ...timed }),
  'unit.held': z.object({ instance, holds: z.array(hold), answers: z.array(answer) }),
  'unit.pulling': z.object({ instance, ...ofImage }),
  'unit.building': z.object({ instance, ...ofImage }),
  'unit.fetched': z.object({ instance, ...ofImage }),
  'unit.creating': z.object({ instance }),
  'unit.created': z.object({ instance, container: z.string() }),
  'unit.starting': z.object({ instance }),
  'unit.started': z.object({ instance, container: z.string(), adopted: z.boolean() }),
  'unit.published': z.object({ instance, ports: texts }),
  'unit.hook': z.object({
    instance,
    hook: z.enum(['pre_start', 'post_start', 'pre_stop']),
    number: amount,
    of: amount,
  }),
  'unit.probing': z.object({ instance, probe: z.string(), route: z.string() }),
  'unit.probe': answer,
  'unit.ready': z.object({ instance, by: readyBy, startedAt: amount }),
  'unit.running': z.object({ instance, attempt: amount, adopted: z.boolean() }),
  'unit.retrying': z.object({ instance, attempt: amount, of: amount, failure, nextMs: amount }),
  'unit.completed': z.object({
    instance,
    by: z.enum(['run', 'replay', 'exit']),
    ...timed,
    outputs: texts,
    tolerated: z.exactOptional(failure),
  }),
  'unit.event-started': z.object({ ...ofEvent, attempt: amount, adopted: z.boolean() }),
  'unit.event-completed': z.object({ ...ofEvent, ...timed, tolerated: z.exactOptional(failure) }),
  'unit.event-failed': z.object({ ...ofEvent, failure }),
  'unit.restarting': z.object({ instance, exitCode: z.number() }),
  'unit.failed': z.object({ instance, failure }),
  'unit.canceled': z.object({ instance, because: z.string() }),
  'unit.stopping': z.object({ instance, reason: z.string() }),
  'unit.stopped': z.object({ instance, reason: z.string(), exitCode: z.exactOptional(z.number()) }),
  'unit.renewed': z.object({ instance, cause: z.string() }),
  'unit.removed': z.object({ instance }),
  snapshot: z.object({
    what: z.enum(['taken', 'restored']),
    job: z.string(),
    volumes: texts,
    ...timed,
  }),
  log: z.object({ instance, stream: z.enum(['stdout', 'stderr']), line: z.string() }),
  warning: z.object({ message: z.string(), hint: z.exactOptional(z.string()) }),
} satisfies { readonly [Type in EventBody['type']]: z.ZodMiniType<FieldsOf<Type>> };

/** What every line has. */
const envelope = { version: z.literal(lineVersion), at: z.number(), project: z.string() };

const lines = Object.entries(fields).map(([type, { shape }]) =>
  z.object({ ...envelope, type: z.literal(type), ...shape }),
);

/** JSON Schema (draft 2020-12) of a line of `--ui json`: one of all events. */
export function lineSchema(): Readonly<Record<string, unknown>> {
  const [first, ...others] = lines;
  if (first === undefined) throw new Error('there are events');
  const { $schema, ...schema } = z.toJSONSchema(z.union([first, ...others]), { io: 'input' });
  return { $schema, title: 'A line of devstack --ui json', ...schema };
}
