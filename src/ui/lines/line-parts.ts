import * as z from 'zod/mini';
import type { Outcome, PlannedStep } from '../../core/event.ts';
import type { Failure } from '../../core/failure.ts';
import type { Span } from '../../core/source.ts';
import type { Hold, InstanceId, ReadyBy } from '../../core/unit-state.ts';

/** A value as it is written in a line: places in a manifest are texts. */
export type Written<Value> = Value extends Span
  ? string
  : Value extends string | number | boolean | undefined
    ? Value
    : { readonly [Key in keyof Value]: Written<Value[Key]> };

type Schema<Value> = z.ZodMiniType<Written<Value>>;

/** ms, and numbers that are counted. */
export const amount = z.number().check(z.minimum(0));

/** Names, or lines of a log. */
export const texts = z.array(z.string());

/** `name#index` */
export const instance = z.string().check(z.regex(/^.+#\d+$/)) as unknown as z.ZodMiniType<InstanceId>;

/** Names of failures are many, and more may come. */
const code = <Code extends string>(): z.ZodMiniType<Code> => z.string() as unknown as z.ZodMiniType<Code>;

const problem = z.object({
  severity: z.enum(['error', 'warning']),
  code: code<NonNullable<Failure['problems']>[number]['code']>(),
  message: z.string(),
  span: z.exactOptional(z.string()),
  hint: z.exactOptional(z.string()),
  related: z.exactOptional(z.array(z.object({ message: z.string(), span: z.string() }))),
});

const evidence = z.object({
  exitCode: z.exactOptional(z.number()),
  oomKilled: z.exactOptional(z.boolean()),
  logs: z.exactOptional(texts),
  probe: z.exactOptional(z.string()),
  durationMs: z.exactOptional(amount),
  attempt: z.exactOptional(z.tuple([z.number(), z.number()])),
});

/** Why something failed. */
export const failure = z.object({
  code: code<Failure['code']>(),
  family: z.enum(['usage', 'manifest', 'engine', 'unit', 'teardown', 'bug', 'interrupted']),
  message: z.string(),
  hint: z.exactOptional(z.string()),
  evidence: z.exactOptional(evidence),
  problems: z.exactOptional(z.array(problem)),
}) satisfies Schema<Failure>;

/** Why an instance waits. */
export const hold = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('dependency'),
    unit: z.string(),
    condition: z.enum(['started', 'ready', 'completed']),
  }),
  z.object({ kind: z.literal('stage'), stage: z.string(), waitingFor: texts }),
  z.object({ kind: z.literal('data'), unit: z.string() }),
  z.object({ kind: z.literal('capacity') }),
]) satisfies Schema<Hold>;

/** How it is known that a service is ready. */
export const readyBy = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('probe'), probe: z.string(), attempts: z.number() }),
  z.object({ kind: z.literal('running') }),
  z.object({ kind: z.literal('kept') }),
]) satisfies Schema<ReadyBy>;

/** What is going to be done with an instance. */
export const step = z.object({
  instance,
  action: z.enum(['keep', 'create', 'recreate', 'start', 'restart', 'adopt', 'run', 'remove']),
  cause: z.string(),
}) satisfies Schema<PlannedStep>;

/** How a run ended. */
export const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), changed: z.boolean() }),
  z.object({ kind: z.literal('failed'), failures: z.array(z.object({ instance, failure })) }),
  z.object({ kind: z.literal('stopped'), wasReady: z.boolean(), complete: z.boolean() }),
  z.object({ kind: z.literal('exited'), instance, exitCode: z.number(), complete: z.boolean() }),
  z.object({ kind: z.literal('created') }),
  z.object({ kind: z.literal('detached') }),
]) satisfies Schema<Outcome>;
