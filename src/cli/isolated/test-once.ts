import { randomBytes } from 'node:crypto';
import { DevstackError } from '../../core/failure.ts';
import type { MixedEngine } from '../../engine/mixed-engine.ts';
import { claimStack, reusedId } from '../../run/claim-stack.ts';
import { systemClock } from '../../run/system-clock.ts';
import type { Options } from '../command.ts';
import { engineWith, openEngine } from '../open-engine.ts';
import { warn } from '../out.ts';
import type { Shell } from '../shell.ts';
import { readIsolated, type Stack } from '../stack.ts';
import { TestArtifacts } from './test-artifacts.ts';
import { type Program, testWith } from './test-with.ts';

const never = new AbortController().signal;

/** What one run of a program leaves and tells. */
interface Once {
  /** where artifacts go; undefined: nowhere */
  readonly folder: string | undefined;
  /** what is doubtful in the manifest has been told already */
  readonly isTold: boolean;
}

/** Runs a program against a stack. Resolves to the exit code of it all. */
export async function testOnce(
  program: Program,
  { folder, isTold }: Once,
  options: Options,
  shell: Shell,
): Promise<number> {
  const artifacts = folder === undefined ? undefined : new TestArtifacts(folder);
  const test = async (engine: MixedEngine, stack: Stack): Promise<number> => {
    if (!isTold) warn(stack.warnings, shell);
    return await testWith(program, { engine, stack, options, artifacts }, shell);
  };
  try {
    return options.reuse === true ? await testReused(test, options, shell) : await testNew(test, options, shell);
  } catch (error) {
    if (error instanceof DevstackError) await artifacts?.writeFailure(error, shell);
    throw error;
  }
}

type Test = (engine: MixedEngine, stack: Stack) => Promise<number>;

async function testNew(test: Test, options: Options, shell: Shell): Promise<number> {
  const id = randomBytes(4).toString('hex');
  const { engine, stack } = await engineWith(shell, () =>
    readIsolated(options, { through: options.through }, id, shell),
  );
  try {
    return await test(engine, stack);
  } finally {
    engine.close();
  }
}

async function testReused(test: Test, options: Options, shell: Shell): Promise<number> {
  const { through = '', profile = [], projectName = '' } = options;
  const { host } = shell;
  const holder = { command: 'test', host: host.name, process: host.process, since: systemClock.now() };
  const engine = await openEngine(shell);
  // Whoever needs the answer asks again, and gets this one or its failure.
  engine.info(never).catch(() => undefined);
  // Loaded while the stack is being claimed.
  import('../../run/reset/ready-again.ts').catch(() => undefined);
  try {
    const read = async (number: number) => {
      const idOf = (paths: readonly string[]) => reusedId(paths, [projectName, through, ...profile], number);
      const stack = await readIsolated(options, { through: options.through }, idOf, shell);
      return { project: stack.plan.project, stack };
    };
    const { stack, release } = await claimStack(engine, holder, read, never);
    try {
      return await test(engine, stack);
    } finally {
      await release();
    }
  } finally {
    engine.close();
  }
}
