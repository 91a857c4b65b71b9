import type { Problem } from '../../core/problem.ts';
import { didYouMean } from '../../core/suggest.ts';
import type { Manifest, Service, Unit } from '../../manifest/model.ts';
import type { AddressReference } from '../../manifest/references.ts';
import { formsOf } from '../host-units.ts';
import { type NoPort, portMeant } from './listening-ports.ts';
import { wayTo } from './way-to.ts';

type Told = Pick<Problem, 'code' | 'message' | 'hint' | 'related'>;
type Units = Manifest['units'];

/** References of a unit, in any of its forms, to addresses that there will never be. */
export function addressProblems(unit: Unit, { units }: Manifest): readonly Problem[] {
  const addresses = [...unit.addresses, ...(unit.process?.addresses ?? [])];
  return addresses.flatMap((reference) => {
    const told = problemOf(reference, unit, units);
    return told === undefined ? [] : [{ severity: 'error', span: reference.span, ...told } satisfies Problem];
  });
}

/** The same of what tests refer to from this machine. */
export function testAddressProblems({ test, units }: Manifest): readonly Problem[] {
  return test.addresses.flatMap((reference) => {
    const what = `"${reference.variable}" of "test" refers to the address of "${reference.service}"`;
    const told = noService(reference, what, units) ?? portProblem(reference, units.get(reference.service), what);
    return told === undefined ? [] : [{ severity: 'error', span: reference.span, ...told } satisfies Problem];
  });
}

function problemOf(reference: AddressReference, unit: Unit, units: Units): Told | undefined {
  const { service: name, variable } = reference;
  const what = `"${variable}" of "${unit.name}" refers to the address of "${name}"`;
  if (name === unit.name) return { code: 'self-dependency', message: `${what}, which is itself` };
  const service = units.get(name);
  return (
    noService(reference, what, units) ??
    portProblem(reference, service, what) ??
    (service?.kind === 'service' ? noWay(reference, service, unit, units, what) : undefined)
  );
}

function noService({ service: name }: AddressReference, what: string, units: Units): Told | undefined {
  const service = units.get(name);
  if (service === undefined) {
    const services = [...units.values()].filter(({ kind }) => kind === 'service').map((one) => one.name);
    const hint = didYouMean(name, services);
    return {
      code: 'unknown-dependency',
      message: `${what}, which does not exist`,
      ...(hint !== undefined && { hint }),
    };
  }
  if (service.kind === 'service') return undefined;
  return { code: 'unknown-port', message: `${what}, which is a job: only services have addresses` };
}

/** A service may listen on the host in another way than in its container: both have to do. */
function portProblem({ port, part }: AddressReference, service: Unit | undefined, what: string): Told | undefined {
  if (service?.kind !== 'service') return undefined;
  for (const form of formsOf(service)) {
    const meant = portMeant(form, port);
    // All of its ports are on one host.
    if (meant.ok || (part === 'host' && meant.reason.kind === 'several')) continue;
    return { ...toldOf(meant.reason, service, port, part, what), related: placeOf(service) };
  }
  return undefined;
}

const placeOf = ({ name, span }: Service) => [{ message: `the service "${name}"`, span }];

function toldOf(
  reason: NoPort,
  { name }: Service,
  port: number | undefined,
  part: string,
  what: string,
): Omit<Told, 'related'> {
  switch (reason.kind) {
    case 'none':
      return {
        code: 'unknown-port',
        message: `${what}, of which no port is known`,
        hint: `list the port that it listens on under "expose" of "${name}", or under "ports" to publish it`,
      };
    case 'several':
      return {
        code: 'unknown-port',
        message: `${what}, which has the ports ${reason.ports.join(', ')}`,
        hint: `say which one is meant, as in \${services.${name}.${part}.${reason.ports[0]}}`,
      };
    case 'unknown': {
      const { ports, publishedOf } = reason;
      const inside = `that is its port on this machine: where it runs it listens on ${publishedOf}`;
      const known = `it has ${ports.join(', ')}: list ${port} under "expose" if it listens there as well`;
      const message = `${what} on port ${port}, which is none of its ports`;
      return { code: 'unknown-port', message, hint: publishedOf === undefined ? known : inside };
    }
    default:
      return reason satisfies never;
  }
}

function noWay({ port }: AddressReference, service: Service, unit: Unit, units: Units, what: string): Told | undefined {
  const meant = portMeant(service, port);
  const inContainers = unit.image !== '' && service.image !== '';
  if (!meant.ok || !inContainers || wayTo(unit, service, meant.value, units) !== undefined) return undefined;
  return {
    code: 'unknown-network',
    message: `${what}, and has no network in common with it`,
    hint: `put both on one network`,
    related: placeOf(service),
  };
}
