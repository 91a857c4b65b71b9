import { join } from 'node:path';
import { namesIn } from './small-files.ts';

/** How much of a unit's log is kept where the manifest does not say (`logging.options`): 16 parts of 64 MiB. */
export const usualLog = { partSize: 64 * 1024 * 1024, parts: 16 } as const;

/** The file of a part of a log, counted from 1. */
export const partPath = (folder: string, part: number): string => join(folder, String(part).padStart(8, '0'));

/** Numbers of the parts that there are, oldest first. */
export async function partsIn(folder: string): Promise<readonly number[]> {
  return (await namesIn(folder))
    .map(Number)
    .filter((part) => part > 0)
    .sort((one, other) => one - other);
}
