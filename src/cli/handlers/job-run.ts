import { askedNow } from '../asked.ts';
import type { Handler } from '../command.ts';
import { requireJob } from '../require-job.ts';
import { readStack } from '../stack.ts';
import { upPolicyOf } from '../up-policy-of.ts';
import { bringUp } from './up.ts';

/** Brings up what a job needs and runs it, showing what it writes. */
export const jobRun: Handler = async ({ args: [name = ''], options }, shell) => {
  const { manifest } = await readStack(options, {}, shell);
  requireJob(manifest, name);
  const { force = false, ...others } = options;
  const policy = { ...upPolicyOf(others, [name]), ...(force && { rerun: new Set([name]) }) };
  const asked = askedNow('job run', [name]);
  return await bringUp({ ...others, detach: true }, { units: [name] }, policy, asked, shell, (unit) => unit === name);
};
