import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { Options } from '../cli/command.ts';
import { placedPlan } from '../cli/local-units.ts';
import { engineWith } from '../cli/open-engine.ts';
import type { Shell } from '../cli/shell.ts';
import { invalidManifest, type Stack as ReadStack, readIsolated, readStack } from '../cli/stack.ts';
import type { Host } from '../core/host.ts';
import { locate } from '../core/source.ts';
import type { Manifest } from '../manifest/model.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Plan } from '../plan/plan.ts';
import type { Selection } from '../plan/select-units.ts';
import { systemClock } from '../run/system-clock.ts';
import { bringUp } from './bring-up.ts';
import type { Footing } from './footing.ts';
import { LiveStack } from './live-stack.ts';
import type { UpOptions } from './options.ts';
import { resetStack } from './reset-stack.ts';
import type { Stack } from './stack.ts';
import { keepingData, type TakeDown, withEverything } from './take-down.ts';
import { translated } from './translate.ts';

const never = new AbortController().signal;

/** Where a stack is brought up from. */
export interface Place {
  readonly host: Host;
  /** absolute */
  readonly folder: string;
}

/** Brings a stack up, and resolves when it is ready; what is not is taken down again. */
export async function startStack(options: UpOptions, place: Place): Promise<Stack> {
  return await translated(async () => {
    options.signal?.throwIfAborted();
    const footing = await footingFor(options, place);
    const { timeoutMs: waitTimeoutMs, units = [], signal } = options;
    const stack = new LiveStack(footing, await takeDownOf(footing, options));
    try {
      const policy = waitTimeoutMs === undefined ? {} : { waitTimeoutMs };
      await bringUp(footing, footing.plan, policy, { command: 'up', units, onAbort: 'kill' }, signal);
      if (footing.reset === 'snapshot') await resetStack(footing, signal);
      await stack.look(signal);
      return stack;
    } catch (error) {
      // What is left of it was told in warnings, and is not why the start failed.
      await stack[Symbol.asyncDispose]().catch(() => undefined);
      throw error;
    }
  }, options.signal);
}

async function takeDownOf(footing: Footing, { isolated, signal = never }: UpOptions): Promise<TakeDown> {
  if (isolated === false) return keepingData(footing);
  try {
    return await withEverything(footing, signal);
  } catch (error) {
    footing.engine.close();
    throw error;
  }
}

async function footingFor(options: UpOptions, place: Place): Promise<Footing> {
  const { env, cwd = '.', units, through, local, onEvent = () => undefined } = options;
  const host = { ...place.host, environment: { ...place.host.environment, ...env } };
  const selection = { units, through, local };
  const { engine, stack } = await engineWith({ host }, () =>
    read(options, selection, { host, folder: resolve(place.folder, cwd) }),
  );
  try {
    const warn = (message: string, hint?: string): void =>
      onEvent({ at: systemClock.now(), type: 'warning', message, ...(hint !== undefined && { hint }) });
    for (const { message, span, hint } of stack.warnings) warn(span ? `${locate(span)}: ${message}` : message, hint);
    const plan = await placedPlan(engine, stack, selection, warn);
    const { manifest } = stack;
    const planOf = (other: Selection): Plan => planned(manifest, { ...other, local });
    const { reset = manifest.test.reset } = options;
    return { engine, host, project: { name: manifest.name, manifest }, plan, planOf, reset, onEvent };
  } catch (error) {
    engine.close();
    throw error;
  }
}

async function read(
  options: UpOptions,
  selection: Selection,
  surroundings: Pick<Shell, 'host' | 'folder'>,
): Promise<ReadStack> {
  if (options.isolated === false) return await readStack(namedIn(options), selection, surroundings);
  return await readIsolated(namedIn(options), selection, randomBytes(4).toString('hex'), surroundings);
}

/** What stands before a command on the command line. */
function namedIn({ file, project, profiles, envFiles }: UpOptions): Options {
  return {
    ...(file !== undefined && { file: typeof file === 'string' ? [file] : file }),
    ...(project !== undefined && { projectName: project }),
    ...(profiles && { profile: profiles }),
    ...(envFiles && { envFile: envFiles }),
  };
}

function planned(manifest: Manifest, selection: Selection): Plan {
  const { plan, problems } = makePlan(manifest, selection);
  if (plan === undefined) throw invalidManifest(problems);
  return plan;
}
