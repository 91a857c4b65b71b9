import type { Clock } from '../../core/clock.ts';
import type { Intent } from '../../core/event.ts';
import type { Face } from '../../core/run-view.ts';
import type { Desk } from '../screen/desk.ts';
import type { Theme } from '../theme.ts';
import { Display, sizeOf, type Terminal } from './display.ts';
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
 * The terminal interface. It opens with the first event. Ink and React, which take the keys, take a while to load: the
 * first frame is there before them. `close` restores the terminal and writes nothing: the summary belongs to the caller.
 */
export function inkFace(options: InkOptions): Face {
  const { stdin, stdout, send, desk, theme, clock, isRead = false } = options;
  const suspendable = Promise.withResolvers<Suspend>();
  const hands = {
    send,
    desk,
    write: (text: string) => void stdout.write(text),
    suspend: (work: () => Promise<void>) => display.lend(async () => (await suspendable.promise)(work)),
  };
  const screen: Screen = new Screen({
    theme,
    now: () => clock.now(),
    perform: (effect) => perform(effect, screen, hands),
  });
  const display = new Display(screen, { stdin, stdout });
  const app = { screen, size: () => sizeOf(stdout), onSuspendable: suspendable.resolve };
  let opening: Promise<() => Promise<void>> | undefined;
  let isClosed = false;
  const open = async (): Promise<() => Promise<void>> => {
    if (!isRead) display.open();
    const { mount } = await import('./mount.tsx');
    // A run may be over before there is anything to take its keys.
    if (isClosed) return async () => (isRead ? undefined : display.leave());
    if (isRead) return mount(app, { stdin, stdout }, isRead);
    return display.share(() => mount(app, { stdin, stdout }, isRead));
  };
  return {
    event(event, view) {
      screen.event(event, view);
      opening ??= open();
    },
    async close() {
      isClosed = true;
      screen.close();
      display.close();
      const unmount = await opening;
      await unmount?.();
    },
  };
}
