import { nextTurn } from '../../core/next-turn.ts';
import type { Engine, EngineInfo } from '../../engine/engine.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Assessment } from '../assess.ts';
import type { Ground } from '../context.ts';
import { type PortClaim, portClaims, type RangeClaim, rangeClaims } from './port-claims.ts';
import { type PortConflict, portConflicts } from './port-conflicts.ts';
import { rangeConflicts } from './range-conflicts.ts';
import { isPortFree } from './try-port.ts';

/** The ports that a run is to take: who has them is asked beside other work, and judged once the ground is known. */
export class ClaimedPorts {
  readonly #claims: readonly PortClaim[];
  readonly #ranges: readonly RangeClaim[];
  readonly #assessment: Assessment;
  readonly #published: ReturnType<Engine['publishedPorts']>;
  readonly #free: Promise<ReadonlySet<PortClaim>>;

  /** Begins to ask. Nothing is asked where this run takes no port. */
  constructor(engine: Pick<Engine, 'publishedPorts'>, plan: Plan, assessment: Assessment, signal: AbortSignal) {
    this.#assessment = assessment;
    this.#claims = portClaims(plan, assessment);
    this.#ranges = rangeClaims(plan, assessment);
    const takesAny = this.#claims.length + this.#ranges.length > 0;
    this.#published = takesAny ? engine.publishedPorts(signal) : Promise.resolve([]);
    this.#published.catch(() => undefined);
    this.#free = findFree(this.#claims);
  }

  /** What can not have its ports, and who has them. */
  async conflicts(info: EngineInfo, { networks }: Ground): Promise<readonly PortConflict[]> {
    const leaving = new Set(
      this.#assessment.actions.flatMap(({ action, container }) =>
        container === undefined || action === 'keep' || action === 'adopt' ? [] : [container.handle],
      ),
    );
    const [published, free] = await Promise.all([this.#published, this.#free]);
    const survey = { published, leaving, isHere: info.publishesHere(networks), free };
    return [
      ...(await portConflicts(this.#claims, survey)),
      ...(await rangeConflicts(this.#ranges, this.#claims, survey)),
    ];
  }
}

async function findFree(claims: readonly PortClaim[]): Promise<ReadonlySet<PortClaim>> {
  // After the calls that are made in the same moment: the first trial keeps this process busy for 10 ms.
  await nextTurn();
  const free = new Set<PortClaim>();
  for (const claim of claims) {
    if (await isPortFree(claim.port, claim.address, claim.protocol)) free.add(claim);
  }
  return free;
}
