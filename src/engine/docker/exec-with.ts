import type { Duplex } from 'node:stream';
import type Dockerode from 'dockerode';
import type { ExecCommand, Streams } from '../engine.ts';
import { ask } from './ask.ts';
import { execBody, exitCodeOf } from './exec.ts';
import { keepSize } from './keep-size.ts';
import { connectStreams } from './streams.ts';

const asked = { doing: 'run a command in the container' };

/** Runs a command in a running container with streams of the caller; its exit code. Detached it goes on by itself. */
export async function execWith(
  docker: Dockerode,
  handle: string,
  command: ExecCommand,
  streams: Streams | 'detached',
  signal: AbortSignal,
): Promise<number> {
  const isDetached = streams === 'detached';
  const terminal = isDetached ? undefined : streams.terminal;
  const isRead = !isDetached && streams.stdin !== undefined;
  const exec = await ask(asked, signal, (abortSignal) =>
    docker.getContainer(handle).exec({
      ...execBody(command),
      AttachStdin: isRead,
      AttachStdout: !isDetached,
      AttachStderr: !isDetached,
      Tty: terminal !== undefined,
      ...(terminal !== undefined && { ConsoleSize: consoleSize(terminal.size()) }),
      abortSignal,
    }),
  );
  if (isDetached) {
    await ask(asked, signal, (abortSignal) => exec.start({ Detach: true, abortSignal }));
    return 0;
  }
  const connection = await ask(asked, signal, () =>
    exec.start({ hijack: true, stdin: isRead, Tty: terminal !== undefined }),
  );
  const release = terminal && keepSize(terminal, (size) => exec.resize(size));
  try {
    await connectStreams(connection as Duplex, streams, signal);
  } finally {
    release?.();
  }
  return await exitCodeOf(exec, signal);
}

/** Rows first: the size that a terminal has from its beginning (API 1.42), so that no first line is drawn without one. */
function consoleSize({ columns, rows }: { readonly columns: number; readonly rows: number }): [number, number] {
  return [rows, columns];
}
