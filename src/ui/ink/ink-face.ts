import type { Clock } from '../../core/clock.ts';
import type { Intent } from '../../core/event.ts';
import type { Face } from '../../core/run-view.ts';
import type { Desk } from '../screen/desk.ts';
import type { Theme } from '../theme.ts';
import type { Terminal } from './mount.tsx';
import { perform, type Suspend } from './performer.ts';
import { Screen } from './screen.ts';

/** What the terminal interface needs. `send` takes what a person asks of the run. */
export interface InkOptions extends Terminal {
  readonly send: (intent: Intent) => void;
  readonly desk: Desk;
  readonly theme: Theme;
  readonly clock: Pick<Clock, 'now'>;
  /** words in the order of reading, for a screen reader */
  readonly isRead?: boolean;
}

/**
 * The terminal interface. Loads Ink and React, which takes a few hundred ms, so begin with it early. The screen opens
 * with the first event; `close` restores the terminal and writes nothing: the summary belongs to the caller.
 */
export async function inkFace(options: InkOptions): Promise<Face> {
  const { stdin, stdout, send, desk, theme, clock, isRead = false } = options;
  const { mount } = await import('./mount.tsx');
  const suspendable = Promise.withResolvers<Suspend>();
  const hands = {
    send,
    desk,
    write: (text: string) => void stdout.write(text),
    suspend: async (work: () => Promise<void>) => (await suspendable.promise)(work),
  };
  const screen: Screen = new Screen({
    theme,
    now: () => clock.now(),
    perform: (effect) => perform(effect, screen, hands),
  });
  const app = { screen, onSuspendable: suspendable.resolve };
  let unmount: (() => Promise<void>) | undefined;
  return {
    event(event, view) {
      screen.event(event, view);
      unmount ??= mount(app, { stdin, stdout }, isRead);
    },
    async close() {
      screen.close();
      await unmount?.();
    },
  };
}
