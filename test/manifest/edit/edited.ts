import { resolve } from 'node:path';
import { pinUnits } from '../../../src/manifest/edit/change-unit.ts';
import type { EditedProject, ProjectEdit } from '../../../src/manifest/edit/project-edit.ts';
import { sameMeaning } from '../../../src/manifest/edit/same-meaning.ts';
import { loadValid } from '../load-text.ts';

/** A file, a change of it, and what is to come of it. */
export interface EditCase {
  readonly name: string;
  readonly file?: 'devstack.yaml' | 'compose.yaml';
  readonly before: string;
  readonly change: (project: EditedProject) => ProjectEdit;
  readonly after: string;
}

/** The text of a file after a change; throws where it would not come to what the change says. */
export async function edited({ before, change, file: name = 'devstack.yaml' }: EditCase): Promise<string> {
  const manifest = await loadValid(before, { name });
  const result = change({ manifest, files: [{ path: resolve(name), text: before, role: 'main' }] });
  if (!result.ok) throw new Error(result.reason.message);
  const textOf = ({ files }: EditedProject): string => files[0]?.text ?? '';
  const actual = await loadValid(textOf(result.value), { name });
  // Each text is loaded from a folder of its own, and a project is named after its folder.
  const isMeant = (project: EditedProject, found: typeof actual) =>
    sameMeaning(placed(project.manifest), placed(found));
  const pinned = isMeant(result.value, actual) ? result.value : pinUnits(result.value, actual);
  const found = await loadValid(textOf(pinned), { name });
  if (!isMeant(pinned, found)) throw new Error(`it comes to something else: ${textOf(pinned)}`);
  return textOf(pinned);
}

const placed = <Manifest extends EditedProject['manifest']>(manifest: Manifest): Manifest => ({
  ...manifest,
  name: '',
  folder: '',
  networks: new Map(),
});
