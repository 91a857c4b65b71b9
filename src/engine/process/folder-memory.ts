import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Memory } from '../engine.ts';
import { isDraft, namesIn, textIn, writeWhole } from './small-files.ts';

const ending = '.json';

/** The file of a document; its key is any text. */
const fileOf = (key: string): string => `${encodeURIComponent(key)}${ending}`;

/** A project's memory in a folder, one file for each document. */
export function folderMemory(folder: string): Memory {
  return {
    async read(signal) {
      signal.throwIfAborted();
      const names = (await namesIn(folder)).filter((name) => name.endsWith(ending) && !isDraft(name));
      const entries = await Promise.all(names.map((name) => documentIn(folder, name)));
      signal.throwIfAborted();
      return new Map(entries.flat());
    },
    async prepare() {},
    async write(documents, signal) {
      signal.throwIfAborted();
      await Promise.all(
        Array.from(documents, ([key, document]) =>
          document === undefined
            ? rm(join(folder, fileOf(key)), { force: true })
            : writeWhole(join(folder, fileOf(key)), JSON.stringify(document)),
        ),
      );
    },
    async destroy() {
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One that is damaged is as good as forgotten: what it told is done again. */
async function documentIn(folder: string, name: string): Promise<readonly (readonly [string, unknown])[]> {
  const text = await textIn(join(folder, name));
  if (text === undefined) return [];
  try {
    return [[decodeURIComponent(name.slice(0, -ending.length)), JSON.parse(text)]];
  } catch {
    return [];
  }
}
