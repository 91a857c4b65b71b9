import { dirname, resolve } from 'node:path';
import type { Context, Report } from '../context.ts';
import { findManifests } from '../find.ts';
import { interpolate } from '../interpolation.ts';
import type { LoadOptions } from '../load-options.ts';
import { nameOfFolder } from '../project-name.ts';
import { projectVariables } from '../project-variables.ts';
import type { MapTree } from '../tree.ts';
import { dialectOf } from './dialect.ts';
import { FileLoader } from './load-files.ts';
import { nameIn, type ParsedFile, parseFile, type ReadContext } from './read-file.ts';

/** A project's files as one. */
export interface Combined {
  readonly tree: MapTree;
  readonly context: Context;
  /** absolute, each over those before it */
  readonly paths: readonly string[];
  /** the paths of the files, as people know them */
  readonly shown: string;
  /** of the command line or of a variable; absent: the files or their folder say it */
  readonly givenName?: string;
}

/**
 * Finds the files that `options` ask for and puts them together, with their variables replaced and with all that they
 * extend and include. Undefined where there is nothing to go on with, which is reported. Rejects only when aborted.
 */
export async function combineFiles(
  options: LoadOptions,
  report: Report,
  signal: AbortSignal,
): Promise<Combined | undefined> {
  const { cwd } = options;
  const start = resolve(cwd, options.projectDirectory ?? '.');
  const shell = new Map([...textsOf(options.environment), ['PWD', cwd]]);
  const reading = { cwd, report, signal, ...(options.texts && { texts: options.texts }) };
  const envFiles = envFilesOf(options, shell);
  const isNamed = options.files !== undefined && options.files.length > 0 && options.projectDirectory === undefined;
  // What says which files there are may itself stand in a file.
  const early = isNamed ? shell : await projectVariables(start, envFiles, shell, reading);
  const search = { cwd, start, variable: (name: string) => early.get(name) };
  const found = await findManifests(options.files, search, signal);
  if (!found.ok) {
    report(found.reason);
    return undefined;
  }
  const [first = ''] = found.value;
  const folder = options.projectDirectory === undefined ? dirname(first) : start;
  const isRead = !isNamed && (envFiles !== undefined || folder === start);
  const variables = isRead ? early : await projectVariables(folder, envFiles, early, reading);
  return await combine(found.value, folder, variables, options, reading);
}

async function combine(
  paths: readonly string[],
  folder: string,
  variables: ReadonlyMap<string, string>,
  options: LoadOptions,
  reading: ReadContext,
): Promise<Combined | undefined> {
  const files = await parseAll(paths, folder, reading);
  if (files === undefined) return undefined;
  const saidName = options.projectName ?? variables.get('COMPOSE_PROJECT_NAME');
  const dialect = dialectOf(files);
  const usualName = saidName ?? writtenName(files, variables) ?? nameOfFolder(folder);
  const givenName = options.rename?.(usualName, paths) ?? saidName;
  const name = givenName ?? usualName;
  const known = new Map([...variables, ['COMPOSE_PROJECT_NAME', name]]);
  const tree = await new FileLoader(dialect, reading).load(files, known, paths);
  if (tree === undefined) return undefined;
  const profiles = profilesOf(options, variables);
  return {
    tree,
    context: { dialect, folder, variables: known, profiles, report: reading.report },
    paths,
    shown: files.map(({ source }) => source.path).join(', '),
    ...(givenName === undefined ? {} : { givenName }),
  };
}

const textsOf = (environment: LoadOptions['environment']): readonly (readonly [string, string])[] =>
  Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined);

const listOf = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** Absent: `.env` where it is found; none at all where that is switched off. */
function envFilesOf({ envFiles, cwd }: LoadOptions, shell: ReadonlyMap<string, string>): readonly string[] | undefined {
  const named = envFiles !== undefined && envFiles.length > 0 ? envFiles : listOf(shell.get('COMPOSE_ENV_FILES'));
  if (named.length > 0) return named.map((file) => resolve(cwd, file));
  return /^(1|t|true)$/i.test(shell.get('COMPOSE_DISABLE_ENV_FILE') ?? '') ? [] : undefined;
}

/** As with other variables, what the command line says is all that counts. */
const profilesOf = ({ profiles = [] }: LoadOptions, variables: ReadonlyMap<string, string>): readonly string[] =>
  profiles.length > 0 ? profiles : listOf(variables.get('COMPOSE_PROFILES'));

async function parseAll(
  paths: readonly string[],
  folder: string,
  reading: ReadContext,
): Promise<readonly ParsedFile[] | undefined> {
  const files: ParsedFile[] = [];
  for (const path of paths) {
    const parsed = await parseFile(path, folder, reading);
    if (!parsed.ok) reading.report(parsed.reason);
    else files.push(parsed.value);
  }
  // What is missing would only lead to problems that are none.
  return files.length < paths.length || files.some(({ documents }) => documents.length === 0) ? undefined : files;
}

/** Before anything else is read, since files may refer to the name; a wrong one is told later, at its place. */
function writtenName(files: readonly ParsedFile[], variables: ReadonlyMap<string, string>): string | undefined {
  const written = files.map(nameIn).findLast((name) => name !== undefined);
  return written === undefined ? undefined : interpolate(written, variables, () => {});
}
