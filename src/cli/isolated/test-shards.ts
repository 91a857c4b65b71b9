import { join } from 'node:path';
import { DevstackError } from '../../core/failure.ts';
import type { Options } from '../command.ts';
import { formatFailure } from '../error-report.ts';
import { errorTheme, warn } from '../out.ts';
import { type Shard, shardShell } from '../shard-shell.ts';
import type { Shell } from '../shell.ts';
import { readIsolated } from '../stack.ts';
import { testOnce } from './test-once.ts';
import type { Program } from './test-with.ts';

/** Runs a program several times at once, each time against a stack of its own. Resolves to the highest exit code. */
export async function testShards(
  program: Program,
  of: number,
  folder: string | undefined,
  options: Options,
  shell: Shell,
): Promise<number> {
  // What is wrong with the manifest is wrong for all of them, and told once.
  const { warnings } = await readIsolated(options, { through: options.through }, '00000000', shell);
  warn(warnings, shell);
  const shards = Array.from({ length: of }, (_, index) => ({ number: index + 1, of }));
  const ends = await Promise.allSettled(shards.map((shard) => testShard(program, shard, folder, options, shell)));
  const codes = ends.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
  return Math.max(...codes);
}

/** A failure of one of them does not end the others. */
async function testShard(
  program: Program,
  shard: Shard,
  folder: string | undefined,
  options: Options,
  shell: Shell,
): Promise<number> {
  const own = shardShell(shell, shard);
  try {
    return await testOnce(
      program,
      { folder: folder && join(folder, `shard-${shard.number}`), isTold: true },
      options,
      own,
    );
  } catch (error) {
    if (!(error instanceof DevstackError)) throw error;
    own.stderr.write(formatFailure(error.failure, errorTheme(own)));
    return error.exitCode;
  } finally {
    await own.flushed();
  }
}
