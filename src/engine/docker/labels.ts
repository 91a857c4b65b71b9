import { isRecord } from './docker-config.ts';

/** Names of the labels that devstack puts on what it makes, and by which it finds it again. */
export const label = {
  project: 'devstack.project',
  unit: 'devstack.unit',
  index: 'devstack.index',
  kind: 'devstack.kind',
  stage: 'devstack.stage',
  /** from 0 */
  stageIndex: 'devstack.stage-index',
  /** `true` on containers made beside a unit's own, by `run` or for a hook */
  oneOff: 'devstack.oneoff',
  /** hash of a network's definition */
  network: 'devstack.network',
  /** JSON list of unit names */
  needs: 'devstack.needs',
  /** JSON object of keyed hashes by aspect; never a value itself, since whoever may list containers reads labels */
  config: 'devstack.config',
  /** of these labels, so that a later devstack can read what an earlier one made */
  version: 'devstack.version',
  /** random, on volumes: tells fresh data from old under the same name */
  identity: 'devstack.identity',
  /** on a volume that a container has only for its secrets and configs, or for its outputs */
  files: 'devstack.files',
  /** on the volume and the holder of a project's memory, which are no units */
  memory: 'devstack.memory',
  /** on a container that says to which process a stack belongs */
  owner: 'devstack.owner',
  /** JSON list of names */
  ownedImages: 'devstack.owner.images',
  lock: 'devstack.lock',
  lockCommand: 'devstack.lock.command',
  lockHost: 'devstack.lock.host',
  lockPid: 'devstack.lock.pid',
  lockStart: 'devstack.lock.start',
  lockBoot: 'devstack.lock.boot',
  lockSince: 'devstack.lock.since',
} as const;

/** The value of `label.version`. */
export const labelVersion = '1';

/**
 * Compose's labels, by which lazydocker and Docker Desktop group a stack. Its config-hash is never set:
 * `docker compose down` deletes what carries one.
 */
export const composeLabel = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  number: 'com.docker.compose.container-number',
  oneoff: 'com.docker.compose.oneoff',
  network: 'com.docker.compose.network',
  volume: 'com.docker.compose.volume',
} as const;

/** A label that holds a JSON list of names; empty where it is missing or broken. */
export function listLabel(value: string | undefined): readonly string[] {
  const parsed = parseLabel(value);
  return Array.isArray(parsed) ? parsed.filter((item) => typeof item === 'string') : [];
}

/** A label that holds a JSON object of texts; empty where it is missing or broken. */
export function recordLabel(value: string | undefined): Readonly<Record<string, string>> {
  const parsed = parseLabel(value);
  if (!isRecord(parsed)) return {};
  return Object.fromEntries(
    Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function parseLabel(value: string | undefined): unknown {
  try {
    return JSON.parse(value ?? '');
  } catch {
    return undefined;
  }
}
