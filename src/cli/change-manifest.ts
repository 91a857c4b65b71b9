import { DevstackError } from '../core/failure.ts';
import { pinUnits } from '../manifest/edit/change-unit.ts';
import type { ManifestFile } from '../manifest/edit/editable-file.ts';
import type { EditedProject, ProjectEdit } from '../manifest/edit/project-edit.ts';
import { sameMeaning } from '../manifest/edit/same-meaning.ts';
import { shownPath } from '../manifest/find.ts';
import type { Manifest } from '../manifest/model.ts';
import type { Options } from './command.ts';
import { manifestFiles, type ReadFile, rawText } from './manifest-files.ts';
import { replaceFile } from './replace-file.ts';
import type { Shell } from './shell.ts';
import { readManifest, readStack } from './stack.ts';

/** What became of a change. */
export interface Changed {
  /** before and after */
  readonly manifests: readonly [Manifest, Manifest];
  /** the files that were written, as people know them; none where all was so already */
  readonly written: readonly string[];
}

/** A change of a manifest. */
interface Change {
  /** what it is, to begin a sentence with: `moving "api" to stage "data"` */
  readonly doing: string;
  readonly apply: (project: EditedProject) => ProjectEdit;
}

/**
 * Changes the files of a manifest in place, when what they come to is in order and is what was meant. Throws `usage`
 * where the change makes no sense and `manifest-invalid` where it would break something; nothing is written then.
 */
export async function changeManifest(options: Options, change: Change, shell: Shell): Promise<Changed> {
  const { manifest, files } = await readManifest(options, shell);
  const before = await manifestFiles(manifest, files, shell.folder);
  const edited = change.apply({ manifest, files: before });
  if (!edited.ok) throw new DevstackError({ code: 'usage', family: 'usage', ...edited.reason });
  const after = await checked(edited.value, before, change, options, shell);
  const written = changedFiles(before, after.files);
  for (const [old, { path, text }] of written) {
    const shown = shownPath(path, shell.folder);
    await replaceFile({ path, shown, before: rawText(old, old), after: rawText({ ...old, text }, old) });
  }
  const shown = written.map(([{ path }]) => shownPath(path, shell.folder));
  return { manifests: [manifest, after.manifest], written: shown };
}

const changedFiles = (
  before: readonly ReadFile[],
  after: readonly ManifestFile[],
): readonly (readonly [ReadFile, ManifestFile])[] =>
  before.flatMap((old, index) => {
    const file = after[index];
    return file === undefined || file.text === old.text ? [] : [[old, file] as const];
  });

/** The same change, or one that also keeps other units as they are, when it comes to what was meant and is in order. */
async function checked(
  edited: EditedProject,
  before: readonly ReadFile[],
  { doing }: Change,
  options: Options,
  shell: Shell,
): Promise<EditedProject> {
  const textsOf = ({ files }: EditedProject) =>
    new Map(changedFiles(before, files).map(([, { path, text }]) => [path, text]));
  try {
    const actual = await readManifest(options, shell, textsOf(edited));
    const pinned = sameMeaning(edited.manifest, actual.manifest) ? edited : pinUnits(edited, actual.manifest);
    // Only now, since what inherits from a unit that is moved may have come too early with it.
    const { manifest } = await readStack(options, {}, shell, textsOf(pinned));
    if (sameMeaning(pinned.manifest, manifest)) return pinned;
  } catch (thrown) {
    throw thrown instanceof DevstackError ? broken(thrown, doing) : thrown;
  }
  const message = `${doing} would change more than that, since the file uses anchors or variables there`;
  const hint = 'edit the file by hand';
  throw new DevstackError({ code: 'manifest-invalid', family: 'manifest', message, hint });
}

/** What is only doubtful was so before, or is no reason. */
function broken({ failure }: DevstackError, doing: string): DevstackError {
  const problems = failure.problems?.filter(({ severity }) => severity === 'error') ?? [];
  return new DevstackError({
    ...failure,
    message: `${doing} would break the manifest, so nothing was changed`,
    problems,
  });
}
