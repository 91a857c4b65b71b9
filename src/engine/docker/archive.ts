import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import { again } from './again.ts';
import { ask, chunksOf, idleDeadline, open } from './ask.ts';
import { type TarEntry, tarOf, untar } from './tar.ts';
import { engineError, isMissing, translate } from './translate.ts';

/** Puts files and folders into a container, running or not. `folder` has to exist there. */
export async function putEntries(
  docker: Dockerode,
  handle: string,
  folder: string,
  entries: readonly TarEntry[],
  signal: AbortSignal,
): Promise<void> {
  const archive = await tarOf(entries);
  await ask({ doing: `put files into "${folder}" of the container`, repeat: 'safe' }, signal, async (abortSignal) => {
    await docker.getContainer(handle).putArchive(archive, { path: folder, abortSignal });
  });
}

/** Reads one regular file; undefined where the container or the file is not there. Nothing above `limit` is buffered. */
export async function readFile(
  docker: Dockerode,
  handle: string,
  path: string,
  limit: number,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  return await reading(docker, handle, path, signal, async (chunks) => {
    for await (const { content } of untar(chunks, ({ type, size }) => {
      // A link is not followed: it may lead the reader to a file that the unit was never meant to hand out.
      if (type !== 'file') throw unreadable(path, 'is no regular file');
      if (size > limit) throw unreadable(path, `is larger than ${limit} bytes`);
      return true;
    })) {
      return content;
    }
    return undefined;
  });
}

/** Whether a file or folder is there; a link counts, wherever it leads. */
export async function hasFile(docker: Dockerode, handle: string, path: string, signal: AbortSignal): Promise<boolean> {
  const asked = { doing: `look for "${path}" in the container`, repeat: 'safe' } as const;
  try {
    await ask(asked, signal, async (abortSignal) => {
      const answer: Readable = await docker.getContainer(handle).infoArchive({ path, abortSignal });
      answer.destroy();
    });
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** All regular files below a folder of a container by their path in it; undefined where there is no such folder. */
export async function readFolder(
  docker: Dockerode,
  handle: string,
  folder: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Buffer> | undefined> {
  return await reading(docker, handle, folder, signal, async (chunks) => {
    const files = new Map<string, Buffer>();
    const top = `${posix.basename(folder)}/`;
    for await (const { header, content } of untar(chunks, ({ type }) => type === 'file')) {
      files.set(header.name.startsWith(top) ? header.name.slice(top.length) : header.name, content);
    }
    return files;
  });
}

/** Reads an archive, from its beginning once more where the engine went away in the middle; undefined where it has none. */
async function reading<Content>(
  docker: Dockerode,
  handle: string,
  path: string,
  signal: AbortSignal,
  read: (chunks: AsyncGenerator<Buffer>) => Promise<Content>,
): Promise<Content | undefined> {
  const asked = { doing: `read "${path}" from the container`, idleMs: idleDeadline };
  try {
    return await again('safe', signal, async () => {
      const stream = await open(asked, signal, (abortSignal) =>
        docker.getContainer(handle).getArchive({ path, abortSignal }),
      );
      return await read(chunksOf(stream, asked, signal));
    });
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw signal.aborted ? error : translate(error, asked);
  }
}

const unreadable = (path: string, reason: string) =>
  engineError('outputs-invalid', `"${path}" in the container ${reason}`);
