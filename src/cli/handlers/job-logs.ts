import type { Handler } from '../command.ts';
import { requireJob } from '../require-job.ts';
import { findProject } from '../stack.ts';
import { logs } from './logs.ts';

/** Prints what the last run of a job has written. */
export const jobLogs: Handler = async ({ args, options }, shell) => {
  const { manifest } = await findProject(options, shell);
  if (manifest !== undefined) requireJob(manifest, args[0] ?? '');
  return await logs({ args, options }, shell);
};
