import { setTimeout as sleep } from 'node:timers/promises';
import type { InstanceId } from '../../core/unit-state.ts';
import type { Desk } from '../screen/desk.ts';
import type { Reading } from '../select/meter.ts';
import type { Screen } from './screen.ts';

/** Between two looks while somebody is at the keys, and while nobody has been for a while, ms. */
export interface UsagePace {
  readonly everyMs: number;
  readonly idleEveryMs: number;
  /** without a key for so long nobody is at the keys */
  readonly idleAfterMs: number;
}

const usualPace: UsagePace = { everyMs: 2000, idleEveryMs: 10_000, idleAfterMs: 10_000 };

/** So many rows are looked at in one idle pace; more of them take longer. */
const rowsPerIdleLook = 10;

/** Longest that the engine may take for all rows, ms. */
const deadline = 5000;

const none: ReadonlyMap<InstanceId, Reading> = new Map();

/**
 * Asks again and again what the units use whose rows are seen, while nothing starts or stops. What can not be told is
 * not shown. Ends with the signal.
 */
export async function watchUsage(
  screen: Screen,
  desk: Pick<Desk, 'usage'>,
  signal: AbortSignal,
  { everyMs, idleEveryMs, idleAfterMs }: UsagePace = usualPace,
): Promise<void> {
  let lookedAt = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    const instances = screen.meteredInstances();
    const now = performance.now();
    // Each row costs the engine and this program a call.
    const idlePause = Math.max(idleEveryMs, (instances.length * idleEveryMs) / rowsPerIdleLook);
    const pause = now - screen.keyAt < idleAfterMs ? everyMs : idlePause;
    if (instances.length > 0 && now - lookedAt >= pause) {
      lookedAt = now;
      const look = desk.usage(instances, AbortSignal.any([signal, AbortSignal.timeout(deadline)]));
      screen.takeUsage(await look.catch(() => none));
    }
    // A key that ends an idle time is not to wait for the end of a long pause.
    await sleep(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
