import { fail, ok, type Result } from '../../core/result.ts';
import type { Unit } from '../../manifest/model.ts';
import { serverOf } from './known-servers.ts';

/**
 * TCP ports that a unit is known to listen on, where it runs: of `ports`, what its readiness asks, `expose`, the
 * variable PORT and the usual one of a known server the first that says any.
 */
export function listeningPorts(unit: Unit): readonly number[] {
  return sources.map((source) => [...new Set(source(unit))]).find((ports) => ports.length > 0) ?? [];
}

/** TCP ports that a unit is known by in any way. */
export const knownPorts = (unit: Unit): readonly number[] => [...new Set(sources.flatMap((source) => source(unit)))];

/** Why a reference to an address means no port. */
export type NoPort =
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly ports: readonly number[] }
  | { readonly kind: 'unknown'; readonly ports: readonly number[]; readonly publishedOf?: number };

/** The port of a unit that is meant: the one that is named, else that of the known server that it is, else its only one. */
export function portMeant(unit: Unit, named: number | undefined): Result<number, NoPort> {
  const usual = listeningPorts(unit);
  const [only, ...others] = usual;
  if (named === undefined) {
    if (only === undefined) return fail({ kind: 'none' });
    const main = serverOf(unit)?.port;
    if (main !== undefined && usual.includes(main)) return ok(main);
    return others.length === 0 ? ok(only) : fail({ kind: 'several', ports: usual });
  }
  const known = knownPorts(unit);
  if (known.includes(named) || known.length === 0) return ok(named);
  // In its place on the host a unit may listen on another port than in its container.
  if (unit.place === 'host' && only !== undefined && others.length === 0) return ok(only);
  const publishedOf = unit.ports.find(({ host }) => host === named)?.container;
  return fail({ kind: 'unknown', ports: known, ...(publishedOf !== undefined && { publishedOf }) });
}

/** The same, where of several the first does as well: they are all on one host. */
export function anyPortMeant(unit: Unit, named: number | undefined): number | undefined {
  const meant = portMeant(unit, named);
  if (meant.ok) return meant.value;
  return meant.reason.kind === 'several' ? meant.reason.ports[0] : undefined;
}

const sources: readonly ((unit: Unit) => readonly number[])[] = [
  ({ ports }) => ports.filter(({ protocol }) => protocol === 'tcp').map(({ container }) => container),
  probedPorts,
  ({ container }) => (container.expose ?? []).flatMap(exposedPorts),
  ({ environment }) => portVariable(environment),
  (unit) => [serverOf(unit)?.port ?? []].flat(),
];

function probedPorts(unit: Unit): readonly number[] {
  if (unit.kind === 'job') return [];
  return unit.readiness.checks.flatMap(({ probe }) => ('port' in probe ? [probe.port] : []));
}

function exposedPorts(text: string): readonly number[] {
  const [ports = '', protocol = 'tcp'] = text.split('/');
  const [from = 0, to = from] = ports.split('-').map(Number);
  return protocol === 'tcp' ? Array.from({ length: to - from + 1 }, (_, at) => from + at) : [];
}

/** What the variable PORT says, where it is a port. */
export function portVariable(environment: ReadonlyMap<string, string>): readonly number[] {
  const text = environment.get('PORT') ?? '';
  const port = Number(text);
  return /^\d+$/.test(text) && port > 0 && port <= 65_535 ? [port] : [];
}
