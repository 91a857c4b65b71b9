import { DevstackError } from '../../core/failure.ts';
import type { Handler, Options } from '../command.ts';
import { formatFailure } from '../error-report.ts';
import { findProgram } from '../isolated/find-program.ts';
import { testOnce } from '../isolated/test-once.ts';
import { errorTheme } from '../out.ts';
import type { Shell } from '../shell.ts';

/** Runs a command against a stack of its own, which is removed whatever happens, unless it is to stay. */
export const test: Handler = async ({ args, options }, shell) => {
  const [name = '', ...rest] = args[0] === '--' ? args.slice(1) : args;
  refuseBoth(options);
  const program = await findProgram(name, shell.host.environment.PATH ?? '', shell.folder);
  if (!program.ok) {
    shell.stderr.write(formatFailure(program.reason.failure, errorTheme(shell)));
    return program.reason.exitCode;
  }
  const given = { file: program.value, args: rest };
  const folder = await folderOf(options, shell);
  const { shards = 1 } = options;
  if (shards === 1) return await testOnce(given, { folder, isTold: false }, options, shell);
  const { testShards } = await import('../isolated/test-shards.ts');
  return await testShards(given, shards, folder, options, shell);
};

function refuseBoth({ keep = false, reuse = false }: Options): void {
  if (!(keep && reuse)) return;
  const message = 'a stack that is used again is kept anyway: take --reuse or --keep, not both';
  throw new DevstackError({ code: 'usage', family: 'usage', message });
}

async function folderOf({ artifacts }: Options, shell: Shell): Promise<string | undefined> {
  if (artifacts === undefined) return undefined;
  const { artifactFolder } = await import('../write-artifacts.ts');
  return await artifactFolder(artifacts, shell);
}
