import { DevstackError } from '../core/failure.ts';
import { didYouMean } from '../core/suggest.ts';
import type { Manifest } from '../manifest/model.ts';

/** Throws `unknown-unit` unless a manifest has a job of this name. */
export function requireJob({ file, units }: Manifest, name: string): void {
  const unit = units.get(name);
  if (unit?.kind === 'job') return;
  const jobs = [...units.values()].filter(({ kind }) => kind === 'job').map((job) => job.name);
  const message = unit === undefined ? `${file} has no job "${name}"` : `"${name}" is a service, not a job`;
  const known = jobs.length === 0 ? 'it has no jobs at all' : `it has ${jobs.join(', ')}`;
  const hint = didYouMean(name, jobs) ?? known;
  throw new DevstackError({ code: 'unknown-unit', family: 'usage', message, hint });
}
