import { askedNow, askedOptions } from '../cli/asked.ts';
import { readyAgain } from '../run/reset/ready-again.ts';
import { systemClock } from '../run/system-clock.ts';
import type { Footing } from './footing.ts';
import { perform } from './perform.ts';

/** Makes a stack fit for its next use. With snapshots, the first time keeps one: the stack is ready and unused then. */
export async function resetStack(footing: Footing, signal?: AbortSignal): Promise<void> {
  const { engine, host, project, plan, reset } = footing;
  const deed = { command: 'reset', units: [], onAbort: 'detach' } as const;
  const asked = askedOptions(askedNow('reset', []), project.manifest, { host });
  await readyAgain({ engine, clock: systemClock, ...asked, plan, manifest: project.manifest, reset }, (begin) =>
    perform(footing, deed, ({ observer }) => begin(observer), signal),
  );
}
