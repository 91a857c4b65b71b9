import type Dockerode from 'dockerode';
import type { ExecCommand, ExecResult } from '../engine.ts';
import { sleep } from '../sleep.ts';
import { ask, chunksOf, open } from './ask.ts';
import { FrameReader } from './frames.ts';
import { engineError } from './translate.ts';

const asked = { doing: 'run a command in the container' };
const keptBytes = 4096;

/** Longest that the engine may take to note an exit code, and the pauses between two looks, ms. */
const notingDeadline = 30_000;
const firstPause = 5;
const longestPause = 500;

/** Runs a command in a running container and keeps the end of what it said. */
export async function execIn(
  docker: Dockerode,
  handle: string,
  command: ExecCommand,
  signal: AbortSignal,
): Promise<ExecResult> {
  // One that is made and never started does nothing.
  const exec = await ask({ ...asked, repeat: 'safe' }, signal, (abortSignal) =>
    docker.getContainer(handle).exec({ ...execBody(command), AttachStdout: true, AttachStderr: true, abortSignal }),
  );
  const stream = await open(asked, signal, (abortSignal) => exec.start({ Detach: false, Tty: false, abortSignal }));
  const frames = new FrameReader();
  let output: Buffer = Buffer.alloc(0);
  for await (const chunk of chunksOf(stream, asked, signal)) {
    for (const { payload } of frames.push(chunk)) output = Buffer.concat([output, payload]).subarray(-keptBytes);
  }
  return { exitCode: await exitCodeOf(exec, signal), output: decodeEnd(output) };
}

/** A command as the engine takes it. */
export function execBody(command: ExecCommand): Dockerode.ExecCreateOptions {
  const { user, workingDir, environment, privileged } = command;
  return {
    Cmd: command.kind === 'exec' ? [...command.argv] : ['/bin/sh', '-c', command.script],
    ...(user !== undefined && { User: user }),
    ...(workingDir !== undefined && { WorkingDir: workingDir }),
    ...(environment !== undefined && { Env: Array.from(environment, ([name, value]) => `${name}=${value}`) }),
    ...(privileged === true && { Privileged: true }),
  };
}

/** What was kept may begin in the middle of a character. */
function decodeEnd(output: Buffer): string {
  let start = 0;
  if (output.length === keptBytes) while (start < 3 && ((output[start] ?? 0) & 0xc0) === 0x80) start++;
  return output.toString('utf8', start);
}

/** The output ends a moment before the engine has noted the exit code. */
export async function exitCodeOf(exec: Pick<Dockerode.Exec, 'inspect'>, signal: AbortSignal): Promise<number> {
  const end = performance.now() + notingDeadline;
  for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
    const { Running, ExitCode } = await ask({ ...asked, repeat: 'safe' }, signal, (abortSignal) =>
      exec.inspect({ abortSignal }),
    );
    if (!Running && ExitCode !== null) return ExitCode;
    if (performance.now() > end) break;
    await sleep(pause, signal);
  }
  throw engineError(
    'engine-refused',
    'could not run a command in the container: the engine does not tell how it ended',
  );
}
