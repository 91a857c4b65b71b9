import { failureOf } from '../../core/failure.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Plan } from '../../plan/plan.ts';
import { allPortClaims } from '../../run/ports/port-claims.ts';
import { portConflicts } from '../../run/ports/port-conflicts.ts';
import { doubtful, type Finding, fine, wrong } from './finding.ts';

/** Longest that the engine may take to say which ports it has published, ms. */
const deadlineMs = 5_000;
/** As many ports are named one by one. */
const mostNamed = 8;

/** The ports that a stack publishes: whether each is free, and else who has it. `isHere`: they are ports of this machine. */
export async function portFindings(
  engine: Pick<Engine, 'publishedPorts'>,
  plan: Plan,
  isHere: boolean,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const claims = allPortClaims(plan);
  if (claims.length === 0) return [];
  try {
    const published = await engine.publishedPorts(AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]));
    const own = published.filter(({ project }) => project === plan.project);
    const leaving = new Set(own.map(({ handle }) => handle));
    const conflicts = await portConflicts(claims, { published, leaving, isHere });
    if (conflicts.length > 0) return conflicts.map(({ failure }) => wrong('port', failure));
    const ports = [...new Set(claims.map(({ port }) => port))].toSorted((one, other) => one - other);
    const which = ports.length > mostNamed ? `all ${ports.length}` : ports.join(', ');
    return [fine('ports', `${which}: ${own.length > 0 ? "free, or this stack's own" : 'free'}`)];
  } catch (error) {
    signal.throwIfAborted();
    return [doubtful('ports', `not known: ${failureOf(error).message}`)];
  }
}
