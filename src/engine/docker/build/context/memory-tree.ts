import type { Entry, FileTree } from './file-tree.ts';

/** A few files in memory, all at the top. */
export function memoryTree(files: ReadonlyMap<string, string>): FileTree {
  const names = [...files.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  // A builder takes a file of the same size and time for the one that it has from an earlier build.
  const modifiedAt = BigInt(Date.now()) * 1_000_000n;
  return {
    async *entries({ include, exclude }): AsyncGenerator<Entry> {
      for (const path of names) {
        const wanted = (include?.match(path, undefined).matched ?? true) && !exclude?.match(path, undefined).matched;
        const size = Buffer.byteLength(files.get(path) ?? '');
        if (wanted) yield { path, kind: 'file', size, mode: 0o644, modifiedAt };
      }
    },
    async *read(path) {
      const content = Buffer.from(files.get(path) ?? '');
      if (content.length > 0) yield content;
    },
    follow: async (paths) => paths,
  };
}
