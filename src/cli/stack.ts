import { DevstackError } from '../core/failure.ts';
import type { Problem } from '../core/problem.ts';
import type { Combined } from '../manifest/files/combine-files.ts';
import { type Loaded, loadManifest } from '../manifest/load.ts';
import type { LoadOptions } from '../manifest/load-options.ts';
import type { Manifest } from '../manifest/model.ts';
import { nameProblem } from '../manifest/project-name.ts';
import { isIsolatedName, isolate, isolatedName } from '../plan/isolate.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Plan } from '../plan/plan.ts';
import type { Selection } from '../plan/select-units.ts';
import type { Options } from './command.ts';
import type { Shell } from './shell.ts';

/** What a manifest comes to. */
export interface Stack {
  readonly manifest: Manifest;
  readonly plan: Plan;
  /** What the manifest was made of. */
  readonly files: Combined;
  readonly warnings: readonly Problem[];
}

const isError = (problem: Problem): boolean => problem.severity === 'error';

/** The failure of a manifest that has errors: all of them, and its warnings. */
export function invalidManifest(problems: readonly Problem[]): DevstackError {
  const message = 'the manifest has errors, so nothing was done';
  return new DevstackError({ code: 'manifest-invalid', family: 'manifest', message, problems });
}

const never = new AbortController().signal;

type Texts = ReadonlyMap<string, string>;

/** What paths and variables of a manifest count from. */
type Surroundings = Pick<Shell, 'folder' | 'host'>;

async function load(options: Options, surroundings: Surroundings, texts?: Texts): Promise<Loaded> {
  const loaded = await loadAs(options, surroundings, { ...(texts && { texts }) });
  const { manifest } = loaded;
  // A stack that a test has left, or still uses, is not to be given the names and ports of that of its files.
  if (manifest === undefined || !isIsolatedName(options.projectName ?? '')) return loaded;
  return { ...loaded, manifest: isolate(manifest).manifest };
}

async function loadAs(
  options: Options,
  { folder, host }: Surroundings,
  { texts, rename }: Pick<LoadOptions, 'texts' | 'rename'>,
): Promise<Loaded> {
  const { file, envFile, profile, projectName, projectDirectory } = options;
  const named = {
    ...(file && { files: file }),
    ...(envFile && { envFiles: envFile }),
    ...(profile && { profiles: profile }),
    ...(projectName !== undefined && { projectName }),
    ...(projectDirectory !== undefined && { projectDirectory }),
    ...(texts && { texts }),
    ...(rename && { rename }),
  };
  return await loadManifest({ ...named, cwd: folder, environment: host.environment }, never);
}

/**
 * Reads the manifest and plans what is selected of it. `texts` stand for what is in files, by absolute path. Throws
 * `manifest-invalid` with all problems of both, at once.
 */
export async function readStack(
  options: Options,
  selection: Selection,
  shell: Surroundings,
  texts?: Texts,
): Promise<Stack> {
  return toStack(await load(options, shell, texts), () => selection);
}

/**
 * The same for a stack that is there beside others of the same files; where no units are selected, with what its tests
 * need. `id` tells it from others: 8 hex digits, which may depend on its files.
 */
export async function readIsolated(
  options: Options,
  selection: Selection,
  id: string | ((paths: readonly string[]) => string),
  shell: Surroundings,
): Promise<Stack> {
  const loaded = await loadAs(options, shell, {
    rename: (name, paths) => isolatedName(name, typeof id === 'string' ? id : id(paths)),
  });
  const isolated = loaded.manifest && isolate(loaded.manifest);
  const problems = [...loaded.problems, ...(isolated?.warnings ?? [])];
  return toStack({ ...loaded, manifest: isolated?.manifest, problems }, ({ test }) => ({
    ...selection,
    units: selection.units ?? test.services,
  }));
}

function toStack({ manifest, files, problems }: Loaded, selectionOf: (manifest: Manifest) => Selection): Stack {
  const isSound = !problems.some(isError);
  const planned = manifest && makePlan(manifest, isSound ? selectionOf(manifest) : {});
  const all = [...problems, ...(planned?.problems ?? [])];
  if (manifest === undefined || files === undefined || planned?.plan === undefined || all.some(isError))
    throw invalidManifest(all);
  return { manifest, plan: planned.plan, files, warnings: all };
}

/** Reads the manifest alone, whose order may be wrong: that is what a change of it may mend. Throws `manifest-invalid`. */
export async function readManifest(
  options: Options,
  shell: Shell,
  texts?: Texts,
): Promise<{ readonly manifest: Manifest; readonly files: Combined }> {
  const { manifest, files, problems } = await load(options, shell, texts);
  if (manifest === undefined || files === undefined || problems.some(isError)) throw invalidManifest(problems);
  return { manifest, files };
}

/** The manifest as far as it can be read, whatever is wrong with it; undefined where nothing can. */
export const glimpse = async (options: Options, shell: Shell): Promise<Manifest | undefined> =>
  (await load(options, shell)).manifest;

/** A project whose containers are to be found, and its manifest where that is readable. */
export interface Project {
  readonly name: string;
  readonly manifest: Manifest | undefined;
}

/** Finds out which project is meant. With `-p` no manifest is needed; without, one that can not be read is thrown. */
export async function findProject(options: Options, shell: Shell): Promise<Project> {
  const wrong = options.projectName === undefined ? undefined : nameProblem(options.projectName);
  if (wrong !== undefined) throw invalidManifest([wrong]);
  const { manifest, problems } = await load(options, shell);
  if (options.projectName !== undefined) return { name: options.projectName, manifest };
  if (manifest === undefined || problems.some(isError)) throw invalidManifest(problems);
  return { name: manifest.name, manifest };
}

/** The plan of all units of a project's manifest; undefined where there is none, or its order is wrong. */
export function wholePlan({ manifest }: Project): Plan | undefined {
  return manifest && makePlan(manifest, { units: [...manifest.units.keys()] }).plan;
}

/** The same where there are jobs, of which alone a stack that goes down is to know more than it remembers. */
export function planForJobs(project: Project): Plan | undefined {
  const units = [...(project.manifest?.units.values() ?? [])];
  return units.some(({ kind }) => kind === 'job') ? wholePlan(project) : undefined;
}
