import type { MixedEngine } from '../../engine/mixed-engine.ts';
import type { Manifest } from '../../manifest/model.ts';
import { type AddressReference, replaceAddresses, replaceReferences } from '../../manifest/references.ts';
import { addressFromHost } from '../../plan/addresses/address-from-host.ts';
import { factsFromHost } from '../../run/address-facts.ts';
import type { IsolatedStack } from '../../run/isolated/isolated-stack.ts';
import { addressVariables, reachedUnits } from '../../run/isolated/test-environment.ts';
import { recordOf } from '../../run/jobs/job-memory.ts';

/** What a program that tests finds in its environment: where the units are, and what the manifest says for it. */
export async function testVariables(
  isolated: IsolatedStack,
  engine: MixedEngine,
  manifest: Manifest,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const [observed, info] = await Promise.all([isolated.look(signal), engine.info(signal)]);
  const reached = reachedUnits(manifest, observed, info.publishedHost ?? '127.0.0.1');
  const { environment, references } = manifest.test;
  const documents = references.length === 0 ? new Map() : await engine.memory(isolated.project).read(signal);
  const outputOf = (job: string, name: string): string => {
    const output = recordOf(documents, job).done?.outputs[name];
    return output === undefined || output.sensitive ? '' : output.value;
  };
  const facts = factsFromHost(info, observed);
  const addressOf = ({ service: name, part, port }: Pick<AddressReference, 'service' | 'part' | 'port'>): string => {
    const service = manifest.units.get(name);
    const address = service?.kind === 'service' ? addressFromHost(service, port, manifest.units, facts) : undefined;
    return String(address?.[part] ?? '');
  };
  const own = Array.from(
    environment,
    ([name, text]) => [name, replaceAddresses(replaceReferences(text, outputOf), addressOf)] as const,
  );
  return { ...addressVariables(isolated.project, reached), ...Object.fromEntries(own) };
}
