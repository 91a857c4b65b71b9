import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = new URL('projects', import.meta.url).pathname;

/** How a project is read, where it is not by its folder alone: `corpus.json` beside its files. */
interface Reading {
  readonly files?: readonly string[];
  readonly profiles?: readonly string[];
  readonly envFiles?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** A Compose project and how it is read. */
export interface Project {
  readonly name: string;
  readonly folder: string;
  /** options of the command line, which devstack and docker compose share */
  readonly options: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** what docker compose answers */
  readonly answer: string;
}

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

const flags = (flag: string, values: readonly string[] = []): readonly string[] =>
  values.flatMap((value) => [flag, value]);

function projectAt(name: string): Project {
  const folder = join(root, name);
  const path = join(folder, 'corpus.json');
  const { files, profiles, envFiles, environment } = (existsSync(path) ? json(path) : {}) as Reading;
  return {
    name,
    folder,
    options: [...flags('-f', files), ...flags('--profile', profiles), ...flags('--env-file', envFiles)],
    environment: { HOME: '/home/dev', ...environment },
    answer: join(folder, 'expected.json'),
  };
}

/** All projects of the corpus. */
export const projects: readonly Project[] = readdirSync(root).toSorted().map(projectAt);

/** What is stored as the answer of docker compose. */
export const storedAnswer = ({ answer }: Project): unknown => json(answer);

/** An answer as it is stored: it is the same wherever the repository is. */
export const withoutPlace = (answer: string, { folder }: Project): unknown =>
  JSON.parse(answer.replaceAll(folder, '{folder}').replaceAll(dirname(folder), '{parent}'));
