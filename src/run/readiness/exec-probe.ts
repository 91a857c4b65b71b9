import { formatDuration } from '../../core/duration.ts';
import type { Engine, ExecResult } from '../../engine/engine.ts';
import type { HealthTest } from '../../manifest/model.ts';
import type { Limiter } from '../limiter.ts';
import { type Ask, isReady, notReady } from './ask.ts';

/**
 * Ready when a command in the container exits with 0. An exec can not be cancelled: one that is out of time goes on,
 * so the next waits for it, and at most one per unit is ever under way.
 */
export function execProbe(engine: Engine, handle: string, test: HealthTest, limiter: Limiter): Ask {
  let underWay: Promise<ExecResult> | undefined;
  return async ({ timeout }, signal) => {
    underWay ??= limiter.run('probe', signal, () => engine.exec(handle, test, signal));
    const current = underWay;
    const { promise: late, resolve } = Promise.withResolvers<'late'>();
    const timer = setTimeout(resolve, timeout, 'late');
    try {
      const result = await Promise.race([current, late]);
      if (result === 'late') return notReady(`the test still runs after ${formatDuration(timeout)}`);
      underWay = undefined;
      return result.exitCode === 0 ? isReady : notReady(describe(result));
    } catch (error) {
      underWay = undefined;
      signal.throwIfAborted();
      return notReady(error instanceof Error ? error.message : String(error));
    } finally {
      clearTimeout(timer);
    }
  };
}

function describe({ exitCode, output }: ExecResult): string {
  const line = output.trim().split('\n').at(-1)?.trim() ?? '';
  return line === '' ? `exit ${exitCode}` : `exit ${exitCode}: ${line.slice(0, 200)}`;
}
