import type { Failure } from '../../core/failure.ts';
import type { InstanceId } from '../../core/unit-state.ts';
import type { PublishedPort } from '../../engine/engine.ts';
import { meet, type PortClaim } from './port-claims.ts';
import { processOnPort } from './process-on-port.ts';
import { freePortNear, isOfThisMachine, isPortFree } from './try-port.ts';

/** What is known of ports that are taken. */
export interface PortSurvey {
  readonly published: readonly PublishedPort[];
  /** containers that are going to give their ports back before */
  readonly leaving: ReadonlySet<string>;
  /** whether the engine publishes on this machine, so that its processes can be asked for */
  readonly isHere: boolean;
  /** claims on ports of this machine that were found free a moment ago */
  readonly free?: ReadonlySet<PortClaim>;
}

/** An instance that can not get a port that it is to publish. */
export interface PortConflict {
  readonly instance: InstanceId;
  readonly failure: Failure;
}

/** Every port that is claimed and held by someone else, before anything has been started for nothing. */
export async function portConflicts(
  claims: readonly PortClaim[],
  survey: PortSurvey,
): Promise<readonly PortConflict[]> {
  const conflicts: PortConflict[] = [];
  const spokenFor = new Set([...claims, ...survey.published].map(({ port }) => port));
  const absent = survey.isHere ? await absentAddresses(claims) : new Set();
  for (const [at, claim] of claims.entries()) {
    if (absent.has(claim.address)) {
      conflicts.push({ instance: claim.instance, failure: notOfThisMachine(claim) });
      continue;
    }
    const holder = await holderOf(claim, claims.slice(0, at), survey);
    if (holder === undefined) continue;
    const free = survey.isHere ? await freePortNear(claim.port, claim.address, claim.protocol, spokenFor) : undefined;
    if (free !== undefined) spokenFor.add(free);
    conflicts.push({ instance: claim.instance, failure: taken(claim, holder, free) });
  }
  return conflicts;
}

/** Addresses that are claimed, and are none of this machine's. */
async function absentAddresses(claims: readonly PortClaim[]): Promise<ReadonlySet<string>> {
  const absent = new Set<string>();
  for (const address of new Set(claims.map((claim) => claim.address))) {
    if (!(await isOfThisMachine(address))) absent.add(address);
  }
  return absent;
}

const notOfThisMachine = ({ unit, port, address }: PortClaim): Failure => ({
  code: 'port-taken',
  family: 'unit',
  message: `"${unit}" publishes port ${port} on ${address}, which is no address of this machine`,
  hint: 'name one of its own (see "ip address"), or leave the address out for all of them',
});

/** Who holds a port, in words that follow "is taken by"; undefined: nobody. */
export async function holderOf(
  claim: PortClaim,
  earlier: readonly PortClaim[],
  { published, leaving, isHere, free }: PortSurvey,
): Promise<string | undefined> {
  const isSame = (one: { readonly port: number; readonly protocol: string; readonly address: string }): boolean =>
    one.port === claim.port && one.protocol === claim.protocol && meet(one.address, claim.address);
  const twin = earlier.find(isSame);
  if (twin !== undefined) return `${twin.instance}, which publishes it too`;
  const container = published.find((one) => isSame(one) && !leaving.has(one.handle));
  if (container !== undefined) {
    const { container: name, project } = container;
    return `the container "${name}"${project === undefined ? '' : ` of the project "${project}"`}`;
  }
  // A container that is about to go holds it still.
  if (!isHere || published.some(isSame) || free?.has(claim)) return undefined;
  if (await isPortFree(claim.port, claim.address, claim.protocol)) return undefined;
  const process = await processOnPort(claim.port, claim.protocol, claim.address);
  return process === undefined ? 'a process of this machine' : `${process.name} (pid ${process.pid})`;
}

function taken({ unit, port, protocol, isListening }: PortClaim, holder: string, free: number | undefined): Failure {
  const [use, advice] =
    isListening === true
      ? [`on which "${unit}" listens`, `have "${unit}" listen on another port`]
      : [`which "${unit}" publishes`, 'publish another port'];
  const other = free === undefined ? advice : `${advice}, such as ${free}, which is free`;
  return {
    code: 'port-taken',
    family: 'unit',
    message: `port ${port}${protocol === 'tcp' ? '' : `/${protocol}`} of the host, ${use}, is taken by ${holder}`,
    hint: `stop that, or ${other}`,
  };
}
