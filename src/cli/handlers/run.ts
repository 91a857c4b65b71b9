import { DevstackError, exitCodes } from '../../core/failure.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Plan } from '../../plan/plan.ts';
import { createOneOff, type MadeOneOff, runOneOff } from '../../run/one-off.ts';
import { systemClock } from '../../run/system-clock.ts';
import { askedNow } from '../asked.ts';
import type { Handler, Options } from '../command.ts';
import { placedPlan } from '../local-units.ts';
import { hidingInErrors } from '../masker-of.ts';
import { oneOffOf } from '../one-off-options.ts';
import { openEngine } from '../open-engine.ts';
import { errorTheme, note } from '../out.ts';
import { processStreams, wantsTerminal } from '../process-streams.ts';
import type { Shell } from '../shell.ts';
import { readStack } from '../stack.ts';
import { upPolicyOf } from '../up-policy-of.ts';
import { bringUp } from './up.ts';

/** Longest that the end of a container may take beyond its own grace period, ms. */
const cleanUpDeadline = 60_000;

/** Runs a command in a new container of a unit, after what the unit needs; its exit code is that of the program. */
export const run: Handler = async ({ args: [unit = '', ...command], options }, shell) => {
  const stack = await readStack(options, { units: [unit] }, shell);
  const { manifest } = stack;
  if (stack.plan.units.get(unit) === undefined) {
    throw unknownUnit(unit);
  }
  const terminal = wantsTerminal(shell, options.tty) && options.detach !== true;
  const oneOff = oneOffOf(options, command, terminal, manifest, shell);
  const policy = upPolicyOf(options, []);
  if (options.deps !== false && !(await bringUpNeeds(options, stack.plan, unit, shell))) return exitCodes.unit;
  const engine = await openEngine(shell);
  try {
    const plan = await placedPlan(engine, stack, { units: [unit] }, (text) => note(text, shell));
    const planned = plan.units.get(unit);
    if (planned === undefined) throw unknownUnit(unit);
    return await hidingInErrors(engine, plan.project, async () => {
      const made = await createOneOff(
        { engine, clock: systemClock, emit: tellOf(shell), plan, planned, images: policy.images, oneOff },
        new AbortController().signal,
      );
      if (options.detach === true) {
        await engine.start(made.handle, new AbortController().signal);
        shell.stdout.write(`${made.name}\n`);
        return exitCodes.ok;
      }
      return await attached(engine, made, { terminal, input: oneOff.input, remove: options.rm === true }, shell);
    });
  } finally {
    engine.close();
  }
};

const unknownUnit = (unit: string): DevstackError =>
  new DevstackError({ code: 'unknown-unit', family: 'usage', message: `there is no unit "${unit}"` });

/** What the unit needs, shown where the output of the command is not disturbed. */
async function bringUpNeeds(options: Options, { units }: Plan, unit: string, shell: Shell): Promise<boolean> {
  const others = [...units.keys()].filter((name) => name !== unit);
  if (others.length === 0) return true;
  const { removeOrphans = false, build, quietPull } = options;
  const kept: Options = {
    ...stackOptions(options),
    detach: true,
    removeOrphans,
    ui: quietPull ? 'quiet' : 'plain',
    ...(build !== undefined && { build }),
  };
  const aside: Shell = { ...shell, stdout: shell.stderr };
  const policy = upPolicyOf(kept, others);
  const selection = { units: others, alone: true };
  const code = await bringUp({ options: kept, selection, policy, asked: askedNow('run', [unit]) }, aside);
  return code === exitCodes.ok;
}

function stackOptions({ file, projectName, projectDirectory, profile, envFile }: Options): Options {
  return {
    ...(file && { file }),
    ...(projectName !== undefined && { projectName }),
    ...(projectDirectory !== undefined && { projectDirectory }),
    ...(profile && { profile }),
    ...(envFile && { envFile }),
  };
}

function tellOf(shell: Shell): Parameters<typeof createOneOff>[0]['emit'] {
  const theme = errorTheme(shell);
  return (event) => {
    if (event.type === 'unit.pulling') shell.stderr.write(`${theme.paint('dim', `pulling ${event.image}`)}\n`);
    if (event.type === 'unit.building') shell.stderr.write(`${theme.paint('dim', `building ${event.image}`)}\n`);
    if (event.type === 'warning') shell.stderr.write(`${theme.paint('warn', event.message)}\n`);
  };
}

/** The first signal stops the container in its grace period; what it exits with then is passed on. */
async function attached(
  engine: Engine,
  made: MadeOneOff,
  how: { readonly terminal: boolean; readonly input: boolean; readonly remove: boolean },
  shell: Shell,
): Promise<number> {
  const { streams, release } = processStreams(shell, how);
  let isStopping = false;
  const releaseSignals = shell.onSignal(() => {
    const again = isStopping;
    isStopping = true;
    const deadline = AbortSignal.timeout(cleanUpDeadline);
    const end = again ? engine.kill(made.handle, deadline) : engine.stop(made.handle, deadline);
    end.catch(() => shell.leave(exitCodes.interrupted));
  });
  try {
    return await runOneOff(engine, made, streams, new AbortController().signal);
  } finally {
    release();
    if (how.remove) await engine.remove(made.handle, { volumes: true }, AbortSignal.timeout(cleanUpDeadline));
    releaseSignals();
  }
}
