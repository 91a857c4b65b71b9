import type { Manifest } from '../../manifest/model.ts';
import type { Options } from '../command.ts';
import { readHistory } from '../read-history.ts';
import type { Shell } from '../shell.ts';
import { glimpse } from '../stack.ts';
import type { Candidate, NameKind, Question } from './wanted.ts';

/** Longest that a person may have to wait for names that only the engine knows, ms. */
const deadlineMs = 500;

/** The names of this kind, as far as they can be had. Of an engine only runs are asked for: nobody else knows them. */
export async function namesOf(kind: NameKind, given: Question['given'], shell: Shell): Promise<readonly Candidate[]> {
  // Units of all profiles: whoever names one takes it in.
  const options = { ...optionsOf(given, shell), profile: ['*'] };
  if (kind === 'run') return await runs(options, shell);
  const manifest = await glimpse(options, shell);
  return manifest === undefined ? [] : inManifest(kind, manifest);
}

function optionsOf(given: Question['given'], { host }: Shell): Options {
  const paths = (key: string): readonly string[] | undefined =>
    given.get(key)?.map((path) => (path.startsWith('~/') ? host.home + path.slice(1) : path));
  const [file, envFile, projectDirectory] = [paths('file'), paths('envFile'), paths('projectDirectory')?.at(-1)];
  const projectName = given.get('projectName')?.at(-1);
  return {
    ...(file && { file }),
    ...(envFile && { envFile }),
    ...(projectDirectory !== undefined && { projectDirectory }),
    ...(projectName !== undefined && { projectName }),
  };
}

function inManifest(kind: Exclude<NameKind, 'run'>, { units, stages }: Manifest): readonly Candidate[] {
  const all = [...units.values()];
  const named = (chosen: readonly (typeof all)[number][]): readonly Candidate[] =>
    chosen.map(({ name, kind: is, stage }) => ({ text: name, summary: stage === '' ? is : `${is} of ${stage}` }));
  switch (kind) {
    case 'unit':
      return named(all);
    case 'job':
      return named(all.filter((unit) => unit.kind === 'job'));
    case 'stage':
      return stages.map(({ name, description = 'stage' }) => ({ text: name, summary: description }));
    case 'profile':
      return [...new Set(all.flatMap(({ profiles }) => profiles))].map((text) => ({ text, summary: 'profile' }));
  }
}

async function runs(options: Options, shell: Shell): Promise<readonly Candidate[]> {
  const { promise: late, resolve } = Promise.withResolvers<readonly Candidate[]>();
  const timer = setTimeout(() => resolve([]), deadlineMs);
  const read = readHistory(options, shell).then(({ runs: found }) =>
    found.map(({ id, command }) => ({ text: id, summary: command })),
  );
  try {
    return await Promise.race([read, late]);
  } finally {
    clearTimeout(timer);
  }
}
