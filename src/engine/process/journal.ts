import { appendFile } from 'node:fs/promises';
import { hasCode } from './small-files.ts';
import type { ProjectFolder } from './state-folder.ts';
import type { JournalEntry, UnitFile } from './unit-file.ts';

/** Writes down what has happened to a unit; one write each, so that those of several processes do not mix. */
export async function note(
  { journal }: Pick<ProjectFolder, 'journal'>,
  type: JournalEntry['type'],
  { name, id, about }: UnitFile,
  exitCode?: number,
): Promise<void> {
  const code = exitCode === undefined ? {} : { exitCode };
  const entry: JournalEntry = { type, name, id, instance: about.instance, at: Date.now(), ...code };
  try {
    await appendFile(journal, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
  } catch (error) {
    // The project is being forgotten: nobody asks any more.
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}
