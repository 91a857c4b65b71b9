import type Dockerode from 'dockerode';
import type { Usage } from '../engine.ts';
import { ask } from './ask.ts';
import { dialJson } from './dial.ts';
import { isConflict, isMissing } from './translate.ts';

/** As far as it is used (Engine API, `ContainerStats`); all of it is missing or zero where the container does not run. */
interface Stats {
  /** when the look was taken; the year 1 where there was none */
  readonly read?: string;
  readonly cpu_stats?: { readonly cpu_usage?: { readonly total_usage?: number } };
  readonly memory_stats?: { readonly usage?: number; readonly stats?: Readonly<Record<string, number>> };
}

const nanosecondsPerMs = 1_000_000;

/** What a container uses now: `one-shot` (API 1.41) spares the engine the second look that it takes else, a second later. */
export async function usageOf(docker: Dockerode, handle: string, signal: AbortSignal): Promise<Usage | undefined> {
  const query = { stream: 'false', 'one-shot': 'true' };
  const asked = { doing: 'ask what the container uses', repeat: 'never' } as const;
  try {
    const stats = await ask(asked, signal, (abortSignal) =>
      dialJson<Stats>(docker, { method: 'GET', path: `/containers/${handle}/stats`, query }, abortSignal),
    );
    return readStats(stats);
  } catch (error) {
    // Podman says 409 of one that does not run.
    if (isMissing(error) || isConflict(error)) return undefined;
    throw error;
  }
}

function readStats({ read = '', cpu_stats, memory_stats }: Stats): Usage | undefined {
  const { usage, stats = {} } = memory_stats ?? {};
  const cpu = cpu_stats?.cpu_usage?.total_usage;
  const at = Date.parse(read);
  if (usage === undefined || cpu === undefined || !(at > 0)) return undefined;
  // What `docker stats` leaves out: cgroup v2 and v1 name it differently.
  const cached = stats.inactive_file ?? stats.total_inactive_file ?? 0;
  return { at, cpuMs: cpu / nanosecondsPerMs, memory: Math.max(0, usage - cached) };
}
