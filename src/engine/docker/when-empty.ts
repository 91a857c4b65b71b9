import { readFileSync, watch } from 'node:fs';

/** Where this machine keeps control groups of version 2: alone, or beside those of version 1. */
const roots = ['/sys/fs/cgroup', '/sys/fs/cgroup/unified'];

/** A container's own group, as engines name it by their drivers `cgroupfs` and `systemd`. */
const groupsOf = (id: string) => [`docker/${id}`, `system.slice/docker-${id}.scope`];

/**
 * Calls back once no process is left of a container that runs, if it does so on this machine and its control group shows
 * it (`cgroup.events`, Control Group v2); else never. The engine tells of that only when it has taken the container's
 * network down as well, which takes it 100 ms and more. A container that ends by itself just before an engine that is busy
 * hears of its stop counts as ended, though it may be started once more by its restart policy before it is stopped. Returns
 * how to end the watch.
 */
export function whenEmpty(id: string, callback: () => void, places: readonly string[] = roots): () => void {
  const files = places.flatMap((root) => groupsOf(id).map((group) => `${root}/${group}/cgroup.events`));
  const file = /^[0-9a-f]{64}$/.test(id) ? files.find((one) => populationOf(one) === 'some') : undefined;
  return file === undefined ? () => undefined : watchGroup(file, callback);
}

function watchGroup(file: string, callback: () => void): () => void {
  const scope = new AbortController();
  const look = (): void => {
    if (scope.signal.aborted || populationOf(file) !== 'none') return;
    scope.abort();
    callback();
  };
  try {
    // A machine that has no watch left to give leaves it to the engine to tell.
    watch(file, { persistent: false, signal: scope.signal }, look).on('error', () => scope.abort());
    look();
  } catch {
    scope.abort();
  }
  return () => scope.abort();
}

/** What lives in a control group. */
function populationOf(file: string): 'some' | 'none' | 'unknown' {
  try {
    const [, populated] = /^populated ([01])$/m.exec(readFileSync(file, 'utf8')) ?? [];
    if (populated === undefined) return 'unknown';
    return populated === '1' ? 'some' : 'none';
  } catch (error) {
    // A group can be removed only when it is empty. ENODEV: it was, since the file was opened.
    return ['ENOENT', 'ENODEV'].includes((error as NodeJS.ErrnoException).code ?? '') ? 'none' : 'unknown';
  }
}
