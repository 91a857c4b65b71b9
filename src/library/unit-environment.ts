import { specOf } from '../plan/spec-of.ts';
import { addressFactsNow } from '../run/address-facts.ts';
import { environmentIdOf } from '../run/environment-id.ts';
import { recordOf, replayedOutputs } from '../run/jobs/job-memory.ts';
import { outputValues } from '../run/jobs/outputs.ts';
import { keyIn } from '../run/memory-key.ts';
import type { Footing } from './footing.ts';
import { requirePlanned } from './require-planned.ts';

/** The environment of a unit as its containers have it. */
export async function unitEnvironment(
  { engine, project, plan }: Footing,
  unit: string,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const planned = requirePlanned(plan, unit);
  const documents = await engine.memory(project.name).read(signal);
  const outputs = planned.outputsFrom.flatMap((job) => {
    const { done } = recordOf(documents, job);
    return done === undefined ? [] : [[job, replayedOutputs(done)] as const];
  });
  const addresses = await addressFactsNow(engine, project.name, planned, signal);
  const input = {
    outputs: outputValues(new Map(outputs)),
    environmentId: environmentIdOf(keyIn(documents)),
    addresses,
  };
  return Object.fromEntries(specOf(plan, planned, 1, { ...input, probePorts: [] }).environment);
}
