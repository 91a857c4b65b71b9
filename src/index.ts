import type { UpOptions } from './library/options.ts';
import type { Stack } from './library/stack.ts';

export type { Event, Outcome } from './core/event.ts';
export type { Evidence, FailureCode } from './core/failure.ts';
export {
  DevstackError,
  type Diagnostic,
  EngineError,
  ManifestError,
  StackError,
  TeardownError,
  type UnitFailure,
  UsageError,
} from './library/errors.ts';
export type * from './library/options.ts';
export type { Stack } from './library/stack.ts';

/**
 * Brings a stack up in order, and resolves when all of it is ready:
 *
 *     await using stack = await up({ file: 'devstack.yaml' });
 *     const answer = await fetch(stack.url('api'));
 *
 * Rejects with a `ManifestError`, `UsageError`, `EngineError` or `StackError`, or with the reason of the signal; what it
 * had begun is taken down before. Nothing is printed, and no handler of the process is installed.
 */
export async function up(options: UpOptions = {}): Promise<Stack> {
  const [{ startStack }, { makeHost }] = await Promise.all([
    import('./library/start-stack.ts'),
    import('./cli/host.ts'),
  ]);
  return await startStack(options, { host: makeHost(process), folder: process.cwd() });
}
