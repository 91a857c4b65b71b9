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
 * The terminal interface. Ink and React, which take a while, are loaded beside the run; the screen opens when they are
 * there and the first event is. `close` restores the terminal and writes nothing: the summary belongs to the caller.
 */
export function inkFace(options: InkOptions): Face {
  const { stdin, stdout, send, desk, theme, clock, isRead = false } = options;
  const loading = import('./mount.tsx');
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
  let opening: Promise<() => Promise<void>> | undefined;
  let isClosed = false;
  const open = async (): Promise<() => Promise<void>> => {
    const { mount } = await loading;
    // A run may be over before there is a screen to show it on.
    return isClosed ? async () => undefined : mount(app, { stdin, stdout }, isRead);
  };
  return {
    event(event, view) {
      screen.event(event, view);
      opening ??= open();
    },
    async close() {
      isClosed = true;
      screen.close();
      const unmount = await opening;
      await unmount?.();
    },
  };
}
