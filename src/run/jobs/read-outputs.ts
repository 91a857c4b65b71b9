import { DevstackError } from '../../core/failure.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { PlannedJob } from '../../plan/plan.ts';
import { outputFiles } from '../../plan/spec-of.ts';
import type { RunContext } from '../context.ts';
import { type JobOutput, type JobOutputs, outputLimit, parseOutputs, sensitiveIn, sensitiveValues } from './outputs.ts';

/**
 * The outputs that an ended job has left, or what is wrong with them; what is sensitive in them is masked from now on,
 * usable or not. Where a job has written both files, the one in `$DEVSTACK_OUTPUT` counts;
 * what it has not written anew stays as it was `before`.
 */
export async function readOutputs(
  context: Pick<RunContext, 'engine' | 'learnSecrets'>,
  handle: string,
  { unit }: PlannedJob,
  signal: AbortSignal,
  before?: Readonly<Record<string, JobOutput>>,
): Promise<Result<JobOutputs, string>> {
  const file = await readFile(context, handle, signal);
  if (!file.ok) return file;
  const outputs = parseOutputs(file.value, unit.outputs, before);
  context.learnSecrets(outputs.ok ? sensitiveValues(outputs.value) : sensitiveIn(file.value, unit.outputs));
  return outputs;
}

async function readFile(
  { engine }: Pick<RunContext, 'engine'>,
  handle: string,
  signal: AbortSignal,
): Promise<Result<Uint8Array | undefined, string>> {
  const files = outputFiles.map((path) => engine.readFile(handle, path, outputLimit, signal));
  // One that does not count any more may fail.
  for (const file of files) file.catch(() => undefined);
  for (const reading of files) {
    try {
      const file = await reading;
      if (file !== undefined && file.length > 0) return ok(file);
    } catch (error) {
      if (!(error instanceof DevstackError) || error.failure.code !== 'outputs-invalid') throw error;
      return fail(error.failure.message);
    }
  }
  return ok(undefined);
}
