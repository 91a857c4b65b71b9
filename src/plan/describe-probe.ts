import { formatDuration } from '../core/duration.ts';
import { usualTimeouts } from '../manifest/readiness.ts';
import type { Check, HealthTest, Pace, Probe } from '../manifest/readiness-model.ts';

const longestCommand = 60;

/** What makes a service ready, in a few words for people. */
export const describeChecks = (checks: readonly Check[]): string =>
  checks.length === 0
    ? 'it runs'
    : checks.map((check) => describeProbe(check.probe) + describePace(check)).join(' and ');

/** When and how often it is asked, as far as that is not as usual, such as ` (first after 30.0s, 3 times in a row)`. */
function describePace({ initialDelay, period, successThreshold, timeout }: Pace): string {
  const parts = [
    ...(initialDelay > 0 ? [`first after ${formatDuration(initialDelay)}`] : []),
    ...(period === undefined ? [] : [`every ${formatDuration(period)}`]),
    ...(successThreshold > 1 ? [`${successThreshold} times in a row`] : []),
    ...(usualTimeouts.includes(timeout) ? [] : [`each time within ${formatDuration(timeout)}`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** A probe in a few words for people, such as `GET :3000/healthz answers 2xx`. */
export function describeProbe(probe: Probe): string {
  switch (probe.kind) {
    case 'http': {
      const scheme = probe.scheme === 'https' ? ' over TLS' : '';
      return `GET :${probe.port}${oneLine(probe.asWritten ?? probe.path)}${scheme} answers ${probe.status.map(describeStatus).join(', ')}`;
    }
    case 'tcp':
      return `:${probe.port} accepts connections`;
    case 'exec':
      return `"${oneLine(probe.asWritten ?? commandOf(probe.test))}" exits 0`;
    case 'log':
      return `its log matches /${oneLine(probe.asWritten ?? probe.pattern)}/`;
    case 'grpc':
      return `:${probe.port} answers SERVING${probe.service === '' ? '' : ` for ${oneLine(probe.asWritten ?? probe.service)}`}`;
    case 'file':
      return `it has the file ${oneLine(probe.asWritten ?? probe.path)}`;
    case 'health':
      return 'its own healthcheck is good';
  }
}

function describeStatus([from, to]: readonly [number, number]): string {
  if (from === to) return String(from);
  return from % 100 === 0 && to === from + 99 ? `${from / 100}xx` : `${from}-${to}`;
}

const commandOf = (test: HealthTest): string => (test.kind === 'shell' ? test.script : test.argv.join(' '));

/** Text of a manifest on one line: neither its line breaks nor its control characters may reach a terminal. */
export function oneLine(text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length <= longestCommand ? line : `${line.slice(0, longestCommand - 1)}…`;
}
