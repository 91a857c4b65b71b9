import { basename } from 'node:path';
import type { Event, Outcome, PlannedStep } from '../../core/event.ts';
import { exitCodes, failureOf } from '../../core/failure.ts';
import type { MixedEngine } from '../../engine/mixed-engine.ts';
import { beginGuard } from '../../engine/process/begin-guard.ts';
import { begunFor, endBegunFor } from '../../engine/process/begun-for.ts';
import { openIsolated } from '../../run/isolated/isolated-stack.ts';
import { systemClock } from '../../run/system-clock.ts';
import { askedNow, askedOptions } from '../asked.ts';
import type { Options } from '../command.ts';
import { formatFailure } from '../error-report.ts';
import { exitCodeOf } from '../follow-run.ts';
import { placedPlan } from '../local-units.ts';
import { errorTheme, note } from '../out.ts';
import type { Shell } from '../shell.ts';
import type { Stack } from '../stack.ts';
import type { CommandEnd } from '../step-summary.ts';
import { notStarted } from './find-program.ts';
import { followRuns, type Signals } from './follow-runs.ts';
import { runProgram } from './run-program.ts';
import { sweepStale } from './sweep-stale.ts';
import { tellKept, tellProblem, tellRemoval } from './tell-end.ts';
import type { TestArtifacts } from './test-artifacts.ts';
import { type TestVariables, testVariables } from './test-variables.ts';

/** A program that tests a stack. */
export interface Program {
  readonly file: string;
  readonly args: readonly string[];
}

/** What a program is run against, and how. */
export interface Testing {
  readonly engine: MixedEngine;
  /** isolated */
  readonly stack: Stack;
  readonly options: Options;
  readonly artifacts: TestArtifacts | undefined;
}

const never = new AbortController().signal;

/** Makes the stack ready, runs the program against it, and removes it, unless it is to stay. Resolves to the exit code of it all. */
export async function testWith(program: Program, testing: Testing, shell: Shell): Promise<number> {
  const { engine, stack, options, artifacts } = testing;
  const { manifest } = stack;
  const common = { engine, clock: systemClock, ...askedOptions(askedNow('test', []), manifest, shell) };
  // Where there is nothing to be asked to stop, the guard sees to what is there: also where the removal takes too long.
  const signals: Signals = { take: () => shell.leave(exitCodes.interrupted) };
  const release = shell.onSignal((signal) => signals.take(signal));
  const sweeping = sweepStale(common, (text) => note(text, shell));
  try {
    const plan = await placedPlan(engine, stack, {}, (text) => note(text, shell));
    const guard = stays(options) ? {} : { guard: (project: string) => beginGuard(project, shell.host) };
    const isolated = await openIsolated({ ...common, manifest, plan, ...guard }, never);
    if (!stays(options)) signals.take = () => leaveToGuard(isolated.project, shell);
    const look = (): Promise<TestVariables> => testVariables(isolated, engine, manifest, never);
    let looking: Promise<TestVariables> | undefined;
    let isNew = false;
    const follow = followRuns(signals, options, shell, (event, view) => {
      if (isBeginning(event)) isNew = true;
      if (event.type === 'run.ready') looking = begun(look);
      artifacts?.observe(event, view);
    });
    const makeReady = async (): Promise<Outcome> => {
      if (options.reuse !== true) return await follow((observer) => isolated.up(observer));
      const { readyAgain } = await import('../../run/reset/ready-again.ts');
      // The command of a test that was killed goes on, and would change the data below this one.
      await endBegunFor(isolated.project);
      return await readyAgain({ ...common, manifest, plan, reset: manifest.test.reset }, follow);
    };
    const variables = (): Promise<TestVariables> => looking ?? look();
    // A kept stack is nobody's, and its command has nobody else to end it; that of one for reuse the next run ends.
    const kept = { project: isolated.project, isKept: options.keep === true };
    const end = await settled(readyAndRun(program, makeReady, variables, kept, signals, shell));
    await artifacts?.write(engine, plan, verdictOf(end), shell);
    // That a stack stays which was there before is no news.
    if (options.keep === true || (options.reuse === true && isNew)) tellKept(isolated.project, options, shell);
    const isGone =
      stays(options) || (await tellRemoval((observer) => isolated.remove(observer), isolated.project, shell));
    if (!end.ok) throw end.error;
    return end.exitCode === exitCodes.ok && !isGone ? exitCodes.teardown : end.exitCode;
  } finally {
    await sweeping;
    release();
  }
}

/** Goes at once: somebody may be tired of waiting for the end of a removal. */
function leaveToGuard(project: string, shell: Shell): void {
  note(`what is left of "${project}" is removed in the background`, shell);
  shell.leave(exitCodes.interrupted);
}

/** Looks while the run still writes down what it did; where that fails nobody asks for what was seen. */
function begun(look: () => Promise<TestVariables>): Promise<TestVariables> {
  const looking = look();
  looking.catch(() => undefined);
  return looking;
}

/** Whether the stack outlives the test. */
const stays = ({ keep, reuse }: Options): boolean => keep === true || reuse === true;

/** Whether a run begins with nothing: there is something else to do in a stack of which something is there. */
const isBeginning = (event: Event): boolean => event.type === 'run.planned' && event.steps.every(isCreation);

const isCreation = ({ action }: PlannedStep): boolean => action === 'create' || action === 'run';

type End = { readonly ok: true; readonly exitCode: number } | { readonly ok: false; readonly error: unknown };

const settled = (running: Promise<number>): Promise<End> =>
  running.then(
    (exitCode) => ({ ok: true, exitCode }),
    (error: unknown) => ({ ok: false, error }),
  );

function verdictOf(end: End): Parameters<TestArtifacts['write']>[2] {
  if (!end.ok) return failureOf(end.error);
  return end.exitCode === exitCodes.ok ? 'good' : 'bad';
}

async function readyAndRun(
  { file, args }: Program,
  makeReady: () => Promise<Outcome>,
  look: () => Promise<TestVariables>,
  { project, isKept }: { readonly project: string; readonly isKept: boolean },
  signals: Signals,
  shell: Shell,
): Promise<number> {
  const outcome = await makeReady();
  if (outcome.kind !== 'ready') return exitCodeOf(outcome);
  const { variables, missing } = await look();
  for (const problem of missing) tellProblem(problem, shell);
  const env = { ...shell.host.environment, ...variables, ...begunFor(project) };
  const began = systemClock.monotonic();
  const running = runProgram(file, args, env, shell);
  const guard = isKept ? beginGuard(project, shell.host) : undefined;
  const before = signals.take;
  signals.take = running.signal;
  try {
    const exitCode = await running.exitCode;
    await summarize({ name: basename(file), exitCode, durationMs: systemClock.monotonic() - began }, shell);
    return exitCode;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const { failure, exitCode } = notStarted(file, String(error.code));
    shell.stderr.write(formatFailure(failure, errorTheme(shell)));
    return exitCode;
  } finally {
    signals.take = before;
    // What it has begun and left can do nothing without the stack.
    await endBegunFor(project);
    await guard?.release();
  }
}

/** The page of a CI system says of the stack that it was ready; that is not the whole. */
async function summarize(ended: CommandEnd, shell: Shell): Promise<void> {
  const { GITHUB_STEP_SUMMARY: path } = shell.host.environment;
  if (path === undefined || path === '') return;
  const { summarizeCommand } = await import('../step-summary.ts');
  await summarizeCommand(ended, path, shell);
}
