import type { Intent, Outcome } from '../../core/event.ts';
import { exitCodes } from '../../core/failure.ts';
import type { MixedEngine } from '../../engine/mixed-engine.ts';
import { beginGuard } from '../../engine/process/begin-guard.ts';
import { begunFor, endBegunFor } from '../../engine/process/begun-for.ts';
import { type IsolatedStack, openIsolated } from '../../run/isolated/isolated-stack.ts';
import { systemClock } from '../../run/system-clock.ts';
import { askedNow, askedOptions } from '../asked.ts';
import { chooseFace } from '../choose-face.ts';
import type { Options } from '../command.ts';
import { exitCodeOf, ladderOf } from '../follow-run.ts';
import { placedPlan } from '../local-units.ts';
import { openFace } from '../open-face.ts';
import { note } from '../out.ts';
import type { Shell, StopSignal } from '../shell.ts';
import type { Stack } from '../stack.ts';
import { runProgram } from './run-program.ts';
import { sweepAndTell } from './sweep-and-tell.ts';
import { tellKept, tellRemoval } from './tell-end.ts';
import { testVariables } from './test-variables.ts';

/** A program that tests a stack. */
export interface Program {
  readonly file: string;
  readonly args: readonly string[];
}

/** Takes the signals of one phase of a test after the other. */
interface Signals {
  take(signal: StopSignal): void;
}

const never = new AbortController().signal;

/** Brings the stack up, runs the program against it, and removes it. Resolves to the exit code of it all. */
export async function testWith(
  program: Program,
  engine: MixedEngine,
  stack: Stack,
  options: Options,
  shell: Shell,
): Promise<number> {
  const { manifest } = stack;
  const asked = askedOptions(askedNow('test', []), manifest, shell);
  const common = { engine, clock: systemClock, ...asked };
  // Until there is something to be asked to stop, the guard sees to what is there.
  const signals: Signals = { take: () => shell.leave(exitCodes.interrupted) };
  const release = shell.onSignal((signal) => signals.take(signal));
  const sweeping = sweepAndTell(common, shell);
  try {
    const plan = await placedPlan(engine, stack, {}, (text) => note(text, shell));
    const guard = options.keep ? {} : { guard: (project: string) => beginGuard(project, shell.host) };
    const isolated = await openIsolated({ ...common, manifest, plan, ...guard }, never);
    const end = await settled(bringUpAndRun(program, isolated, engine, stack, signals, options, shell));
    const isGone = await leave(isolated, signals, options, shell);
    if (!end.ok) throw end.error;
    return end.exitCode === exitCodes.ok && !isGone ? exitCodes.teardown : end.exitCode;
  } finally {
    await sweeping;
    release();
  }
}

type End = { readonly ok: true; readonly exitCode: number } | { readonly ok: false; readonly error: unknown };

const settled = (running: Promise<number>): Promise<End> =>
  running.then(
    (exitCode) => ({ ok: true, exitCode }),
    (error: unknown) => ({ ok: false, error }),
  );

async function bringUpAndRun(
  { file, args }: Program,
  isolated: IsolatedStack,
  engine: MixedEngine,
  { manifest }: Stack,
  signals: Signals,
  options: Options,
  shell: Shell,
): Promise<number> {
  const outcome = await bringUp(isolated, signals, options, shell);
  if (outcome.kind !== 'ready') return exitCodeOf(outcome);
  const { project } = isolated;
  const { environment } = shell.host;
  const variables = await testVariables(isolated, engine, manifest, never);
  const env = { ...environment, ...variables, ...begunFor(project) };
  const running = runProgram(file, args, env, shell);
  signals.take = running.signal;
  try {
    return await running.exitCode;
  } finally {
    // What it has begun and left can do nothing without the stack.
    await endBegunFor(project);
  }
}

/** Shows it where it does not mix with what the program writes. */
async function bringUp(isolated: IsolatedStack, signals: Signals, options: Options, shell: Shell): Promise<Outcome> {
  const onStderr: Shell = { ...shell, stdout: shell.stderr };
  const name = chooseFace(options, onStderr, false);
  const send = (intent: Intent): void => run.send(intent);
  const face = await openFace({ name, attached: false, options, isPassing: true, send }, onStderr);
  const run = isolated.up((event, view) => face.event(event, view));
  const ladder = ladderOf((intent) => run.send(intent), shell);
  // A terminal that closes takes the stack with it, since nobody could find it again.
  signals.take = (signal) => ladder(signal === 'SIGHUP' ? 'SIGTERM' : signal);
  shell.onCrash(() => face.close(run.view));
  try {
    return await run.done;
  } finally {
    await face.close(run.view);
  }
}

/** False where something is left that was to go. */
async function leave(isolated: IsolatedStack, signals: Signals, options: Options, shell: Shell): Promise<boolean> {
  if (options.keep) {
    tellKept(isolated.project, options, shell);
    return true;
  }
  // Whoever has no patience: the guard does the rest.
  signals.take = () => shell.leave(exitCodes.interrupted);
  return await tellRemoval((observer) => isolated.remove(observer), isolated.project, shell);
}
