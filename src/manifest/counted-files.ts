import type { Job } from './model.ts';

/** Absolute globs of all files whose content counts for a job's fingerprint. */
export const countedFiles = ({ inputs, migrations }: Pick<Job, 'inputs' | 'migrations'>): readonly string[] => [
  ...inputs,
  ...(migrations?.files ?? []),
];
