import type { Event } from '../core/event.ts';
import { attach } from '../run/attach.ts';
import { usualPolicy } from '../run/up-policy.ts';
import type { Footing } from './footing.ts';
import { perform } from './perform.ts';
import type { Push } from './stream-of.ts';

/** How a stack stands, and what becomes of it, whoever does that, until the signal. */
export async function watchEvents(footing: Footing, push: Push<Event>, signal: AbortSignal): Promise<void> {
  const { plan, project } = footing;
  const onEvent = (event: Event): void => void push(event);
  await perform(
    { ...footing, onEvent },
    { command: 'attach', units: [], onAbort: 'detach' },
    (options) =>
      attach({
        ...options,
        plan,
        unitNames: new Set(project.manifest.units.keys()),
        stay: 'until-left',
        followLogs: () => false,
        policy: usualPolicy,
      }),
    signal,
  );
}
