import type Dockerode from 'dockerode';
import type { LogLine } from '../engine.ts';
import { chunksOf, open } from './ask.ts';
import { dialStream } from './dial.ts';
import { FrameReader } from './frames.ts';
import { LineSplitter } from './log-lines.ts';
import { isConflict, isMissing } from './translate.ts';

const asked = { doing: 'read the output of the container' };

/**
 * Lines of a container whose log driver keeps nothing to read (`none`), from now to its next end. The engine stamps
 * nothing here, so that the time is ours and there is no way to resume.
 */
export async function* attachedLines(
  docker: Dockerode,
  handle: string,
  tty: boolean,
  signal: AbortSignal,
): AsyncGenerator<LogLine> {
  const frames = new FrameReader();
  const splitters = { stdout: new LineSplitter(), stderr: new LineSplitter() };
  try {
    const query = { stream: true, stdout: true, stderr: true };
    const stream = await open(asked, signal, (abortSignal) =>
      dialStream(docker, { method: 'POST', path: `/containers/${handle}/attach`, query }, abortSignal),
    );
    for await (const chunk of chunksOf(stream, asked, signal)) {
      const pieces = tty ? [{ stream: 'stdout' as const, payload: chunk }] : frames.push(chunk);
      for (const { stream: name, payload } of pieces) {
        for (const line of splitters[name].push(payload)) yield lineOf(name, line);
      }
    }
  } catch (error) {
    if (!isMissing(error) && !isConflict(error)) throw error;
  }
  for (const name of ['stdout', 'stderr'] as const) {
    for (const line of splitters[name].flush()) yield lineOf(name, line);
  }
}

const lineOf = (stream: LogLine['stream'], line: Buffer): LogLine => ({
  stream,
  line: line.toString('utf8').replace(/\r?\n$/, ''),
  at: Date.now(),
  cursor: '',
});
