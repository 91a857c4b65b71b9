import { randomUUID } from 'node:crypto';
import { chmod, chown, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DevstackError } from '../core/failure.ts';
import { whyUnwritable } from '../core/why-unwritable.ts';

/** A file whose text is replaced. */
interface Replacement {
  /** absolute; a link stays one, and what it points to is replaced */
  readonly path: string;
  /** as people know it */
  readonly shown: string;
  readonly before: string;
  readonly after: string;
}

const refused = (shown: string, why: string): DevstackError =>
  new DevstackError({ code: 'usage', family: 'usage', message: `"${shown}" can not be written: ${why}` });

/** Replaces a file at once, so that nobody reads half of it; its permissions stay. Throws `usage` where that is not possible. */
export async function replaceFile({ path, shown, before, after }: Replacement): Promise<void> {
  let temporary: string | undefined;
  try {
    const file = await realpath(path);
    const info = await stat(file);
    if (!info.isFile()) throw refused(shown, 'it is no regular file');
    temporary = join(dirname(file), `.${basename(file)}.${randomUUID()}.tmp`);
    await writeNew(temporary, after);
    await chmod(temporary, info.mode);
    // Only root may give files to others; for everybody else it is theirs already, or becomes so.
    await chown(temporary, info.uid, info.gid).catch(() => {});
    if ((await readFile(file, 'utf8')) !== before) throw refused(shown, 'somebody changed it in the meantime');
    await rename(temporary, file);
  } catch (thrown) {
    if (temporary !== undefined) await rm(temporary, { force: true });
    throw thrown instanceof DevstackError ? thrown : refused(shown, whyUnwritable(thrown));
  }
}

async function writeNew(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(text);
    // A machine that fails now must not leave an empty file behind the new name.
    await file.sync();
  } finally {
    await file.close();
  }
}
