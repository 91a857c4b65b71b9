import { nextTurn } from '../../core/next-turn.ts';
import type { Engine, EngineInfo } from '../../engine/engine.ts';
import type { ObservedNetwork } from '../../plan/observed.ts';
import type { Ground } from '../context.ts';
import type { PortClaim, WantedPorts } from './port-claims.ts';
import { type PortConflict, portConflicts } from './port-conflicts.ts';
import { rangeConflicts } from './range-conflicts.ts';
import { isPortFree } from './try-port.ts';

/** The ports that a run is to take: who has them is asked beside other work, and judged once the ground is known. */
export class ClaimedPorts {
  readonly #wanted: WantedPorts;
  readonly #published: ReturnType<Engine['publishedPorts']>;
  readonly #free: Promise<ReadonlySet<PortClaim>>;
  readonly #defaultNetwork: () => Promise<readonly ObservedNetwork[]>;

  /** Begins to ask. Nothing is asked where this run takes no port. */
  constructor(
    engine: Pick<Engine, 'publishedPorts' | 'networkNamed'>,
    project: string,
    wanted: WantedPorts,
    signal: AbortSignal,
  ) {
    this.#wanted = wanted;
    const takesAny = wanted.claims.length + wanted.ranges.length > 0;
    this.#published = takesAny ? engine.publishedPorts(signal) : Promise.resolve([]);
    this.#published.catch(() => undefined);
    this.#free = findFree(wanted.claims);
    this.#defaultNetwork = async () => (takesAny ? await defaultNetworks(engine, project, signal) : []);
  }

  /** What can not have its ports, and who has them. */
  async conflicts(info: EngineInfo, { networks }: Ground): Promise<readonly PortConflict[]> {
    const { claims, ranges, leaving } = this.#wanted;
    const [published, free] = await Promise.all([this.#published, this.#free]);
    const isHere = info.publishesHere(networks) || info.publishesHere(await this.#defaultNetwork());
    const survey = { published, leaving, isHere, free };
    return [...(await portConflicts(claims, survey)), ...(await rangeConflicts(ranges, claims, survey))];
  }
}

/** Where containers are that name no network of the plan: on a plan without any, it alone tells where the engine is. */
async function defaultNetworks(
  engine: Pick<Engine, 'networkNamed'>,
  project: string,
  signal: AbortSignal,
): Promise<readonly ObservedNetwork[]> {
  const found = await engine.networkNamed(project, 'bridge', signal);
  return found === undefined ? [] : [found];
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
