import { DevstackError, exitCodes } from '../../core/failure.ts';
import { recordOf } from '../../run/jobs/job-memory.ts';
import { knownSecrets } from '../../run/jobs/known-secrets.ts';
import type { JobOutput } from '../../run/jobs/outputs.ts';
import { Masker, mask } from '../../run/masking/masker.ts';
import type { Handler } from '../command.ts';
import { requireJob } from '../require-job.ts';
import { findProject } from '../stack.ts';
import { withEngine } from '../with-engine.ts';

/** Prints what the last run of a job that ended well has passed on; sensitive values only where that is asked for. */
export const jobOutputs: Handler = async ({ args: [job = ''], options }, shell) => {
  const { name, manifest } = await findProject(options, shell);
  if (manifest !== undefined) requireJob(manifest, job);
  const documents = await withEngine(shell, (engine, signal) => engine.memory(name).read(signal));
  const { done } = recordOf(documents, job);
  if (done === undefined) throw notDone(job);
  const { reveal = false, json = false } = options;
  const masker = new Masker();
  masker.learn(knownSecrets(documents));
  const shown = ({ value, sensitive }: JobOutput): JobOutput => {
    if (reveal) return { value, sensitive };
    // What is not sensitive itself may hold what is, such as an address with a password.
    return { value: sensitive ? mask : masker.apply(value), sensitive };
  };
  const outputs = Object.entries(done.outputs).map(([key, output]) => [key, shown(output)] as const);
  shell.stdout.write(
    json
      ? `${JSON.stringify(Object.fromEntries(outputs), null, 2)}\n`
      : outputs.map(([key, { value }]) => `${key}=${value}\n`).join(''),
  );
  return exitCodes.ok;
};

const notDone = (job: string): DevstackError =>
  new DevstackError({
    code: 'nothing-running',
    family: 'usage',
    message: `job "${job}" has not completed yet, so that nothing is known of its outputs`,
    hint: `run it with: devstack job run ${job}`,
  });
