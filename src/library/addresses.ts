import { DevstackError } from '../core/failure.ts';
import type { Unit } from '../manifest/model.ts';
import { addressFromHost } from '../plan/addresses/address-from-host.ts';
import { knownPorts } from '../plan/addresses/listening-ports.ts';
import { asFound } from '../plan/host-units.ts';
import { addressFactsSeen } from '../run/address-facts.ts';
import { jobNames, recordOf, replayedOutputs } from '../run/jobs/job-memory.ts';
import { outputValues } from '../run/jobs/outputs.ts';
import type { Footing } from './footing.ts';
import type { Address } from './options.ts';

/** Where units are reached from this machine, as of the latest look. */
export type Addresses = Readonly<Record<string, readonly Address[]>>;

/** Looks where the services of a stack are reached now, each under all ports that it is known to listen on. */
export async function lookForAddresses({ engine, project }: Footing, signal: AbortSignal): Promise<Addresses> {
  const [info, observed, documents] = await Promise.all([
    engine.info(signal),
    engine.observe(project.name, signal),
    engine.memory(project.name).read(signal),
  ]);
  const { units } = asFound(project.manifest, observed.containers);
  const facts = addressFactsSeen(info, observed);
  const outputs = outputValues(outputsIn(documents));
  const reached = (unit: Unit): readonly Address[] =>
    knownPorts(unit).flatMap((unitPort): readonly Address[] => {
      const address = unit.kind === 'job' ? undefined : addressFromHost(unit, unitPort, units, facts, outputs);
      if (address === undefined) return [];
      const { host, port, url } = address;
      return [{ host, port, url, unitPort }];
    });
  const all = [...units.values()].map((unit) => [unit.name, reached(unit)] as const);
  return Object.fromEntries(all.filter(([, addresses]) => addresses.length > 0));
}

function outputsIn(documents: ReadonlyMap<string, unknown>): Parameters<typeof outputValues>[0] {
  const done = jobNames(documents).map((job) => [job, recordOf(documents, job).done] as const);
  return new Map(done.flatMap(([job, record]) => (record === undefined ? [] : [[job, replayedOutputs(record)]])));
}

/** Where one port of a unit is reached. Throws `usage` or `not-found`. */
export function addressOf(addresses: Addresses, unit: string, port: number | undefined): Address {
  const all = addresses[unit] ?? [];
  const [found, ...others] = port === undefined ? all : all.filter(({ unitPort }) => unitPort === port);
  const ports = all.map(({ unitPort }) => unitPort).join(', ');
  if (found === undefined) throw notReached(unit, port, ports);
  if (others.length === 0) return found;
  const message = `"${unit}" has several ports, so that it has to be said which is meant`;
  throw new DevstackError({ code: 'usage', family: 'usage', message, hint: `it has ${ports}` });
}

function notReached(unit: string, port: number | undefined, ports: string): DevstackError {
  const message =
    port === undefined
      ? `"${unit}" is not reached from here: it publishes no port, or does not run`
      : `port ${port} of "${unit}" is not reached from here`;
  const hint = ports === '' ? 'list it under "ports"' : `there it has ${ports}`;
  return new DevstackError({ code: 'not-found', family: 'usage', message, hint });
}
