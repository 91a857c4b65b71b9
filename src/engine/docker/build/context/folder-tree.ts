import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { unreadable } from '../build-failure.ts';
import type { FileTree } from './file-tree.ts';
import { followLinks } from './follow-links.ts';
import { walk } from './walk.ts';

/** A folder of this machine. */
export const folderTree = (root: string): FileTree => ({
  entries: (selection, signal) => walk(root, selection, signal),
  async *read(path, signal) {
    try {
      yield* createReadStream(join(root, path), { signal, highWaterMark: 256 * 1024 });
    } catch (error) {
      throw signal.aborted ? signal.reason : unreadable('of the build context,', join(root, path), error);
    }
  },
  follow: (paths) => followLinks(root, paths),
});
