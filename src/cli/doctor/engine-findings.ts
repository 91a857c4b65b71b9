import { formatDuration } from '../../core/duration.ts';
import type { Failure } from '../../core/failure.ts';
import type { Result } from '../../core/result.ts';
import { formatSize } from '../../core/size.ts';
import type { Examination } from '../../engine/docker/examine.ts';
import { doubtful, type Finding, fine, wrong } from './finding.ts';

/** With less than this left, databases and builds may fail in the middle, bytes. */
const littleSpace = 5e9;
/** With less than this left, next to nothing can be written, bytes. */
const noSpace = 200e6;
/** Fewer places for networks than this are gone with a few stacks more. */
const fewNetworks = 4;
/** What `--since`, certificates and tokens begin to mind, ms. */
const muchAhead = 2_000;

/** What an examination of an engine tells: what is well, what may disturb, and what to do. */
export function engineFindings(examination: Examination): readonly Finding[] {
  return [
    engine(examination),
    ...place(examination),
    ...system(examination),
    networks(examination),
    builds(examination),
  ];
}

/** No engine, in a stack that needs one, or may not be there at all. */
export const noEngine = (failure: Failure): Finding => wrong('engine', failure);

/** No engine, and nobody who needs one: `project` runs as processes of this machine alone. */
export const noEngineNeeded = ({ message, hint }: Failure, project: string): Finding =>
  doubtful('engine', `${message}; all units of "${project}" run as processes of this machine then`, hint);

function engine({ description, apiVersion, source }: Examination): Finding {
  const found = source === undefined ? 'at one of the usual sockets' : `named by ${source}`;
  return fine('engine', `${description}, API ${apiVersion}, ${found}`);
}

/** Where the engine is, and what follows for those who use its stacks. */
function place({ product, isRemote }: Examination): readonly Finding[] {
  if (isRemote) {
    const message =
      'it may be on another machine: ports are published there, and mounted folders are those of that machine';
    return [doubtful('place', message, 'use named volumes, or build into the image what a unit mounts')];
  }
  switch (product) {
    case 'Docker Desktop':
      return [fine('place', 'in a virtual machine, whose disk and memory are set in the settings of Docker Desktop')];
    case 'Docker (rootless)':
      return [fine('place', 'this machine, without root: ports below 1024 may be refused')];
    case 'Docker':
    case 'Podman':
      return [fine('place', 'this machine')];
  }
}

function system({ system: told }: Examination): readonly Finding[] {
  if (!told.ok) return [unknown('storage', told)];
  const { storageDriver, free, clockAheadMs, hasProxy } = told.value;
  return [
    storage(storageDriver, free),
    clock(clockAheadMs),
    ...(hasProxy ? [fine('pulls', 'the engine pulls images through a proxy of its own settings')] : []),
  ];
}

function storage(driver: string, free: number | undefined): Finding {
  const hint =
    'see what takes it with "docker system df", and remove what nobody needs with "docker image prune" or "docker builder prune"';
  if (driver === 'vfs') {
    return doubtful('storage', 'vfs: each container is a whole copy of its image', 'set the engine up with overlay2');
  }
  if (free === undefined) return fine('storage', `${driver}; how much space is left can not be told from here`);
  const message = `${driver}, ${formatSize(free)} left`;
  if (free < noSpace) return wrong('storage', { family: 'engine', message, hint });
  return free < littleSpace ? doubtful('storage', message, hint) : fine('storage', message);
}

function clock(aheadMs: number): Finding {
  const difference = formatDuration(Math.abs(aheadMs));
  if (Math.abs(aheadMs) < muchAhead) return fine('clock', 'that of the engine agrees with that of this machine');
  return doubtful(
    'clock',
    `that of the engine is ${difference} ${aheadMs > 0 ? 'ahead of' : 'behind'} that of this machine`,
    'set both by a time server; a virtual machine that has slept catches up when it is restarted',
  );
}

function networks({ networks: told }: Examination): Finding {
  if (!told.ok) return unknown('networks', told);
  if (told.value === undefined) return fine('networks', 'how many there may be is not known of this engine');
  const { used, total } = told.value;
  const message = `${used} of ${total} places for networks are taken`;
  const hint = `bring down stacks that are done with ("devstack ls -a"), see "docker network ls", or give the engine more in "default-address-pools"`;
  if (used >= total) return wrong('networks', { family: 'engine', message, hint });
  return total - used < fewNetworks ? doubtful('networks', message, hint) : fine('networks', message);
}

function builds({ builder }: Examination): Finding {
  if (!builder.ok) return unknown('builds', builder);
  if (builder.value === 'buildkit') return fine('builds', 'with BuildKit');
  return doubtful(
    'builds',
    'without BuildKit: secrets, SSH and cache mounts of builds do not work',
    'unset DOCKER_BUILDKIT if it is 0, or use Docker 20.10 or newer',
  );
}

const unknown = (subject: string, { reason }: Extract<Result<unknown, string>, { ok: false }>): Finding =>
  doubtful(subject, `not known: ${reason}`);
