import type { Failure } from '../../core/failure.ts';
import type { PortClaim, RangeClaim } from './port-claims.ts';
import { holderOf, type PortConflict, type PortSurvey } from './port-conflicts.ts';

/** As many holders are named one by one. */
const mostNamed = 3;

/** Every range of which no port is left for whoever claims one, beside the ports that are `fixed`. */
export async function rangeConflicts(
  ranges: readonly RangeClaim[],
  fixed: readonly PortClaim[],
  survey: PortSurvey,
): Promise<readonly PortConflict[]> {
  const conflicts: PortConflict[] = [];
  const claimed = [...fixed];
  for (const range of ranges) {
    const holders: string[] = [];
    const port = await firstFree(range, claimed, survey, holders);
    if (port === undefined) conflicts.push({ instance: range.instance, failure: allTaken(range, holders) });
    else claimed.push({ ...range, port });
  }
  return conflicts;
}

/** The first port of a range that nobody holds; adds who holds those before it. */
async function firstFree(
  range: RangeClaim,
  claimed: readonly PortClaim[],
  survey: PortSurvey,
  holders: string[],
): Promise<number | undefined> {
  for (let port = range.from; port <= range.to; port++) {
    const holder = await holderOf({ ...range, port }, claimed, survey);
    if (holder === undefined) return port;
    holders.push(`${port} by ${holder}`);
  }
  return undefined;
}

function allTaken({ unit, from, to, protocol }: RangeClaim, holders: readonly string[]): Failure {
  const more = holders.length > mostNamed ? ['and others'] : [];
  const named = [...holders.slice(0, mostNamed), ...more].join(', ');
  const ports = `${from}-${to}${protocol === 'tcp' ? '' : `/${protocol}`}`;
  return {
    code: 'port-taken',
    family: 'unit',
    message: `all ports ${ports} of the host, of which "${unit}" publishes one, are taken: ${named}`,
    hint: 'stop one of those, or publish a wider range',
  };
}
