import type { MixedEngine } from '../../engine/mixed-engine.ts';
import type { Manifest } from '../../manifest/model.ts';
import type { OutputReference } from '../../manifest/references.ts';
import type { Outputs } from '../../plan/environment-of.ts';
import { askForOutput } from '../../plan/reference-problems.ts';
import { addressFactsSeen } from '../../run/address-facts.ts';
import type { IsolatedStack } from '../../run/isolated/isolated-stack.ts';
import { testEnvironment } from '../../run/isolated/test-environment.ts';
import { jobNames, recordOf } from '../../run/jobs/job-memory.ts';

/** What a command that tests a stack finds in its environment, beside that of this machine. */
export interface TestVariables {
  readonly variables: Readonly<Record<string, string>>;
  /** what is empty in them though its job has ended well: for people */
  readonly missing: readonly Missing[];
}

/** An output that a variable under `test` refers to, and why it does not hold it. */
interface Missing {
  readonly message: string;
  readonly hint?: string;
}

/** Looks at a stack that is ready for what its tests are to find in their environment. */
export async function testVariables(
  isolated: IsolatedStack,
  engine: MixedEngine,
  manifest: Manifest,
  signal: AbortSignal,
): Promise<TestVariables> {
  const [observed, info, documents] = await Promise.all([
    isolated.look(signal),
    engine.info(signal),
    manifest.test.references.length === 0 ? new Map<string, unknown>() : engine.memory(isolated.project).read(signal),
  ]);
  const addresses = addressFactsSeen(info, observed);
  return {
    variables: testEnvironment({ manifest, addresses, outputs: outputsIn(documents) }),
    missing: manifest.test.references.flatMap((reference) => missingIn(documents, reference)),
  };
}

/** Which outputs are sensitive, and which there are, a job tells last when it ends. A job that was not brought up is no news. */
function missingIn(documents: ReadonlyMap<string, unknown>, { variable, job, output }: OutputReference): Missing[] {
  const { done } = recordOf(documents, job);
  const found = done?.outputs[output];
  const text = `"${variable}" of "test" is without "${output}" of "${job}"`;
  if (found?.sensitive === true) return [{ message: `${text}, which is sensitive`, hint: askForOutput(job) }];
  return done !== undefined && found === undefined ? [{ message: `${text}, which it did not write` }] : [];
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
