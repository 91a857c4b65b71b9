import type { Outcome } from '../core/event.ts';
import { failureOf } from '../core/failure.ts';
import type { RunContext } from './context.ts';
import type { Recorder } from './history/recorder.ts';
import type { Look } from './look.ts';
import { hasKey, rememberedKey } from './memory-key.ts';
import { rememberedReady } from './ready-memory.ts';
import type { Session } from './session.ts';
import type { UpOptions } from './up.ts';
import { within } from './within.ts';

/** Longest that documents may take to be written, ms. */
const memoryDeadline = 120_000;

type Remembering = Pick<
  RunContext,
  'clock' | 'memory' | 'lateWrites' | 'emit' | 'readySince' | 'readyBefore' | 'containers'
>;

/**
 * Keeps the project's key, and that this run has begun. Where that fails, whatever is remembered next of a job or of the
 * run brings the key along.
 */
export async function rememberBeginning(
  { recorder, interrupted }: Pick<Session, 'recorder' | 'interrupted'>,
  { engine, clock, plan: { project } }: Pick<UpOptions, 'engine' | 'clock' | 'plan'>,
  { documents, key }: Look,
): Promise<void> {
  const known = new Map([...(hasKey(documents) ? [] : rememberedKey(key)), ...(recorder?.opening() ?? [])]);
  if (known.size === 0) return;
  await within(clock, memoryDeadline, (signal) => engine.memory(project).write(known, signal), interrupted);
}

/**
 * Keeps what is known to be ready, so that the next run need not ask again, and what this run has come to; what was
 * reached counts without that. `beginning`: what is written before.
 */
export async function rememberReached(
  { clock, memory, lateWrites, readySince, readyBefore, containers, emit }: Remembering,
  { observed, key }: Look,
  beginning: Promise<void> | undefined,
  recorder: Recorder | undefined,
  outcome: Outcome,
): Promise<void> {
  const run = recorder?.closing(outcome) ?? [];
  try {
    const [begun] = await Promise.allSettled([beginning, ...lateWrites]);
    const present = new Set([...observed.containers, ...containers.values()].map(({ handle }) => handle));
    const known = new Map([...readyBefore, ...readySince].filter(([handle]) => present.has(handle)));
    const documents = new Map([
      ...(begun?.status === 'rejected' ? rememberedKey(key) : []),
      ...(readySince.size === 0 ? [] : rememberedReady(known)),
      ...run,
    ]);
    if (documents.size > 0) await within(clock, memoryDeadline, (signal) => memory.write(documents, signal));
  } catch (error) {
    const message = `what this run has seen could not be remembered: ${failureOf(error).message}`;
    emit({ type: 'warning', message, hint: 'the next "devstack up" asks again, or makes containers anew' });
  }
}
