import { access } from 'node:fs/promises';
import { relative } from 'node:path';
import type { Problem } from '../core/problem.ts';
import { consult } from '../core/witness.ts';
import type { Manifest } from './model.ts';
import { pathsOf } from './paths-of.ts';

/** Globs of migrations that mean no file: hardly meant, unless the first one is still to be written. */
export async function unmatchedMigrations(
  { units, folder }: Manifest,
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const unit of units.values()) {
    if (unit.kind !== 'job' || unit.migrations === undefined) continue;
    const { files, span } = unit.migrations;
    for (const pattern of files) {
      signal.throwIfAborted();
      if (await matches(pattern)) continue;
      const message = `no file matches the migrations of job "${unit.name}"`;
      problems.push({
        severity: 'warning',
        code: 'no-migrations',
        message,
        span,
        hint: `it looked for ${relative(folder, pattern)}`,
      });
    }
  }
  return problems;
}

async function matches(pattern: string): Promise<boolean> {
  const found = await Promise.all((await pathsOf(pattern)).map(exists));
  return found.includes(true);
}

function exists(path: string): Promise<boolean> {
  consult(path, 'identity');
  return access(path).then(
    () => true,
    () => false,
  );
}
