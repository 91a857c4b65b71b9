import type { Problem } from '../core/problem.ts';
import { buildManifest } from './build-manifest.ts';
import { type Combined, combineFiles } from './files/combine-files.ts';
import type { LoadOptions } from './load-options.ts';
import type { Manifest } from './model.ts';
import { ProblemCollector } from './problem-collector.ts';

/** What a project's files say, with all that is wrong with it. */
export interface Loaded {
  /**
   * Undefined where no file can be read or none is a YAML map. Where there are errors it is a draft, good for
   * finding further problems, without what was wrong.
   */
  readonly manifest: Manifest | undefined;
  /** What the manifest was made of; undefined where it is. */
  readonly files: Combined | undefined;
  readonly problems: Problem[];
}

/** Finds, reads, puts together and checks a project's files. Rejects only when it is aborted: what is wrong with them is a problem. */
export async function loadManifest(options: LoadOptions, signal: AbortSignal): Promise<Loaded> {
  const found = new ProblemCollector();
  const combined = await combineFiles(options, found.report, signal);
  if (combined === undefined) return { manifest: undefined, files: undefined, problems: found.problems() };
  const { tree, shown, givenName, context } = combined;
  const manifest = await buildManifest(tree, shown, givenName, context, signal);
  // What takes time is loaded and done only where there are such jobs.
  if (manifest !== undefined && hasMigrations(manifest)) {
    const { unmatchedMigrations } = await import('./unmatched-migrations.ts');
    for (const problem of await unmatchedMigrations(manifest, signal)) found.report(problem);
  }
  return { manifest, files: manifest && combined, problems: found.problems() };
}

const hasMigrations = ({ units }: Manifest): boolean =>
  [...units.values()].some((unit) => unit.kind === 'job' && unit.migrations !== undefined);
