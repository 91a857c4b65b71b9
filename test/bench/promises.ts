import type { Line } from './summary.ts';
import type { Figure } from './terminal/figure.ts';

/** How near to the ideal a start is to be: this many times as long, and so many ms. */
const factor = 1.08;
const allowanceMs = 100;

/** What is promised of the cases, as far as they were measured: numbers with their limits, taken from the medians. */
export function promisesOf(lines: readonly Line[]): readonly Figure[] {
  const find: Find = (what, who) => lines.find((line) => line.what === what && line.who === who);
  return [
    ...['shop', 'chain', 'wide-50'].flatMap((name) => nearIdeal(`${name}, up`, find)),
    ...overCompose('shop, up', 3.5, find),
    ...overCompose('chain, up', 2.8, find),
    ...['shop', 'chain', 'wide-50'].flatMap((name) => within(`${name}, again`, 150, find)),
    ...noSlowerThanCompose('chain, down', find),
    ...within('--version', 60, find),
    ...['anew', 'again'].flatMap((when) => within(`plan --offline, ${when}`, 100, find)),
    ...lines.flatMap(perUnit),
    ...linear('1000 units, up', '5000 units, up', find),
    ...peak('1000 units, up', 250, find),
  ];
}

type Find = (what: string, who: string) => Line | undefined;

function nearIdeal(what: string, find: Find): readonly Figure[] {
  const ideal = find(what, 'ideal');
  if (ideal === undefined) return [];
  const limit = factor * ideal.wallMs.median + allowanceMs;
  return within(what, limit, find, `${what}: ${factor} × ideal + ${allowanceMs} ms`);
}

function within(what: string, limit: number, find: Find, named = what): readonly Figure[] {
  const line = find(what, 'devstack');
  return line === undefined ? [] : [{ what: named, who: 'devstack', value: line.wallMs.median, unit: 'ms', limit }];
}

function overCompose(what: string, least: number, find: Find): readonly Figure[] {
  const times = find(what, 'compose')?.timesDevstack;
  return times === undefined ? [] : [{ what, who: 'compose', value: times, unit: '× devstack', least }];
}

function noSlowerThanCompose(what: string, find: Find): readonly Figure[] {
  const compose = find(what, 'compose');
  return compose === undefined ? [] : within(what, compose.wallMs.median, find, `${what}: no slower than compose`);
}

/** CPU of a simulated stack, where a limit is set on it or not. */
function perUnit({ what, who, cpuMsPerUnit }: Line): readonly Figure[] {
  if (cpuMsPerUnit === undefined) return [];
  const limited = what === '1000 units, up' && who === 'devstack';
  return [{ what: `${what}: CPU of a unit`, who, value: cpuMsPerUnit, unit: 'ms', ...(limited && { limit: 2.5 }) }];
}

function linear(few: string, many: string, find: Find): readonly Figure[] {
  const [less, more] = [find(few, 'devstack')?.cpuMsPerUnit, find(many, 'devstack')?.cpuMsPerUnit];
  if (less === undefined || more === undefined) return [];
  return [{ what: `${many}: CPU of a unit`, who: 'devstack', value: more / less, unit: '× that of 1000', limit: 1 }];
}

function peak(what: string, limit: number, find: Find): readonly Figure[] {
  const line = find(what, 'devstack');
  return line === undefined
    ? []
    : [{ what: `${what}: peak memory`, who: 'devstack', value: line.peakBytes / 1e6, unit: 'MB', limit }];
}
