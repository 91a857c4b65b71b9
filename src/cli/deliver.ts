import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DevstackError } from '../core/failure.ts';
import { whyUnwritable } from '../core/why-unwritable.ts';
import type { Shell } from './shell.ts';

/** Writes a file; `path` counts from the shell's folder. Throws `usage` where that is not possible. */
export async function writeText(path: string, text: string, { folder }: Shell): Promise<void> {
  try {
    await writeFile(resolve(folder, path), text);
  } catch (thrown) {
    const message = `"${path}" can not be written: ${whyUnwritable(thrown)}`;
    throw new DevstackError({ code: 'usage', family: 'usage', message });
  }
}

/** Writes to a file where one is named, else to standard output. */
export async function deliver(text: string, path: string | undefined, shell: Shell): Promise<void> {
  if (path === undefined) shell.stdout.write(text);
  else await writeText(path, text, shell);
}
