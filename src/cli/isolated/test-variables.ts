import type { MixedEngine } from '../../engine/mixed-engine.ts';
import type { Manifest } from '../../manifest/model.ts';
import type { Outputs } from '../../plan/environment-of.ts';
import { addressFactsSeen } from '../../run/address-facts.ts';
import type { IsolatedStack } from '../../run/isolated/isolated-stack.ts';
import { testEnvironment } from '../../run/isolated/test-environment.ts';
import { jobNames, recordOf } from '../../run/jobs/job-memory.ts';

/** The environment of a command that tests a stack, beside that of this machine. */
export async function testVariables(
  isolated: IsolatedStack,
  engine: MixedEngine,
  manifest: Manifest,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const [observed, info, documents] = await Promise.all([
    isolated.look(signal),
    engine.info(signal),
    manifest.test.references.length === 0 ? new Map<string, unknown>() : engine.memory(isolated.project).read(signal),
  ]);
  return testEnvironment({ manifest, addresses: addressFactsSeen(info, observed), outputs: outputsIn(documents) });
}

/** What is sensitive is for the units that name its job, and for nobody's environment beside. */
const outputsIn = (documents: ReadonlyMap<string, unknown>): Outputs =>
  new Map(
    jobNames(documents).map((job) => {
      const outputs = Object.entries(recordOf(documents, job).done?.outputs ?? {});
      return [
        job,
        new Map(outputs.flatMap(([name, { value, sensitive }]) => (sensitive ? [] : [[name, value] as const]))),
      ];
    }),
  );
