import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { containerOf } from '../cli/project-containers.ts';
import type { Footing } from './footing.ts';
import type { ExecOptions, ExecResult } from './options.ts';
import { requirePlanned } from './require-planned.ts';

/** Runs a command in a running container, and collects what it writes. */
export async function execIn(
  { engine, project, plan }: Footing,
  unit: string,
  argv: readonly string[],
  { index, input, env = {}, user, workingDir, signal = new AbortController().signal }: ExecOptions,
): Promise<ExecResult> {
  requirePlanned(plan, unit);
  const { handle } = await containerOf(engine, project, unit, { index, running: true }, signal);
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const written = Promise.all([buffer(stdout), buffer(stderr)]);
  const exitCode = await engine.execWith(
    handle,
    {
      kind: 'exec',
      argv,
      environment: new Map(Object.entries(env)),
      ...(user !== undefined && { user }),
      ...(workingDir !== undefined && { workingDir }),
    },
    { stdout, stderr, ...(input !== undefined && { stdin: Readable.from([Buffer.from(input)]) }) },
    signal,
  );
  stdout.end();
  stderr.end();
  const [out, err] = await written;
  return { exitCode, stdout: out.toString(), stderr: err.toString() };
}
