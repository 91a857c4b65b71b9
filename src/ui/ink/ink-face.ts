import type { Clock } from '../../core/clock.ts';
import type { Intent } from '../../core/event.ts';
import type { Face } from '../../core/run-view.ts';
import type { Theme } from '../theme.ts';
import type { Terminal } from './mount.tsx';
import { Screen } from './screen.ts';

/** What the terminal interface needs. `send` takes what a person asks of the run. */
export interface InkOptions extends Terminal {
  readonly send: (intent: Intent) => void;
  readonly theme: Theme;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * The terminal interface. Loads Ink and React, which takes a few hundred ms, so begin with it early. The screen opens
 * with the first event; `close` restores the terminal and writes nothing: the summary belongs to the caller.
 */
export async function inkFace({ stdin, stdout, send, theme, clock }: InkOptions): Promise<Face> {
  const { mount } = await import('./mount.tsx');
  const screen = new Screen(send);
  let unmount: (() => Promise<void>) | undefined;
  return {
    event(event, view) {
      screen.event(event, view);
      unmount ??= mount({ screen, theme, clock }, { stdin, stdout });
    },
    async close() {
      screen.close();
      await unmount?.();
    },
  };
}
