import type { Manifest } from '../../manifest/model.ts';
import { replaceAddresses, replaceReferences } from '../../manifest/references.ts';
import { addressFromHost } from '../../plan/addresses/address-from-host.ts';
import { listeningPorts } from '../../plan/addresses/listening-ports.ts';
import type { Address, AddressFacts } from '../../plan/addresses/settle-address.ts';
import type { Outputs } from '../../plan/environment-of.ts';

/** What is known of a stack that is up. */
interface Known {
  readonly manifest: Manifest;
  readonly addresses: AddressFacts;
  /** that tests may see */
  readonly outputs: Outputs;
}

/**
 * What a command that tests a stack finds in its environment: `DEVSTACK_PROJECT`, where each service is reached from this
 * machine, and what the manifest says under `test`.
 */
export function testEnvironment(known: Known): Readonly<Record<string, string>> {
  const { name, units, test } = known.manifest;
  const services = [...units.values()].filter((unit) => unit.kind === 'service');
  return {
    DEVSTACK_PROJECT: name,
    ...Object.assign({}, ...services.map((service) => addressVariables(service.name, listeningPorts(service), known))),
    ...Object.fromEntries(Array.from(test.environment, ([variable, text]) => [variable, filled(text, known)])),
  };
}

/** `DEVSTACK_<UNIT>_{HOST,PORT,URL}` of its first port, and `_PORT_5432` and `_URL_5432` of each where it has several. */
function addressVariables(service: string, ports: readonly number[], known: Known): Readonly<Record<string, string>> {
  const prefix = `DEVSTACK_${service.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
  const reached = ports.flatMap((port) => {
    const address = reach(service, port, known);
    return address === undefined ? [] : [{ port, address }];
  });
  const [first] = reached;
  if (first === undefined) return {};
  const each = reached.flatMap(({ port, address }) => [
    [`${prefix}_PORT_${port}`, String(address.port)],
    [`${prefix}_URL_${port}`, address.url],
  ]);
  const { host, port, url } = first.address;
  return {
    [`${prefix}_HOST`]: host,
    [`${prefix}_PORT`]: String(port),
    [`${prefix}_URL`]: url,
    ...(reached.length > 1 && Object.fromEntries(each)),
  };
}

/** What is not known, since its unit was not brought up, is empty. */
function filled(text: string, known: Known): string {
  const withAddresses = replaceAddresses(text, ({ service, port, part }) =>
    String(reach(service, port, known)?.[part] ?? ''),
  );
  return replaceReferences(withAddresses, (job, output) => known.outputs.get(job)?.get(output) ?? '');
}

function reach(
  name: string,
  port: number | undefined,
  { manifest: { units }, addresses, outputs }: Known,
): Address | undefined {
  const service = units.get(name);
  return service?.kind === 'service' ? addressFromHost(service, port, units, addresses, outputs) : undefined;
}
