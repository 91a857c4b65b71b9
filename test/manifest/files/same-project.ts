import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadManifest } from '../../../src/manifest/load.ts';
import type { LoadOptions } from '../../../src/manifest/load-options.ts';

/** Files of a project, and the one file that says the same. */
export interface SameProject {
  readonly title: string;
  /** by path */
  readonly files: Readonly<Record<string, string>>;
  readonly options?: Omit<LoadOptions, 'cwd' | 'environment'>;
  readonly environment?: Readonly<Record<string, string>>;
  /** a Compose file that stands in the folder of the project */
  readonly same: string;
}

/** Each project has to be what one file alone says; `docker compose config` says so of all of them too. */
export function describeSame(title: string, projects: readonly SameProject[]): void {
  describe(title, () => {
    it.each(projects)('$title', async ({ files, options, environment = {}, same }) => {
      const cwd = await mkdtemp(join(tmpdir(), 'same'));
      try {
        await writeAll(cwd, { ...files, 'same.yaml': same });
        expect(await load(cwd, { environment, ...options })).toEqual(
          await load(cwd, { environment: {}, files: ['same.yaml'], profiles: options?.profiles ?? [], envFiles: [] }),
        );
      } finally {
        await rm(cwd, { recursive: true });
      }
    });
  });
}

async function writeAll(cwd: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, path)), { recursive: true });
    await writeFile(join(cwd, path), text);
  }
}

async function load(cwd: string, options: Omit<LoadOptions, 'cwd'>): Promise<unknown> {
  const { manifest, problems } = await loadManifest({ cwd, ...options }, new AbortController().signal);
  const errors = problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  if (manifest === undefined || errors.length > 0) throw new Error(`not valid: ${errors.join('; ')}`);
  return plain({ ...manifest, file: '', folder: '' });
}

/** Without places, and without the order of names, which means nothing. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'span')
      .map(([key, inner]) => [key, plain(inner)]),
  );
}
