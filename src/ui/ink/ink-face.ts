import type { Clock } from '../../core/clock.ts';
import type { Intent } from '../../core/event.ts';
import type { Face } from '../../core/run-view.ts';
import type { Desk } from '../screen/desk.ts';
import type { Theme } from '../theme.ts';
import { Opening, type Terminal } from './opening.ts';
import { perform, type Suspend } from './performer.ts';
import { Screen } from './screen.ts';
import { type UsagePace, watchUsage } from './watch-usage.ts';

/** What the terminal interface needs. `send` takes what a person asks of the run. */
export interface InkOptions extends Terminal {
  readonly send: (intent: Intent) => void;
  readonly desk: Desk;
  readonly theme: Theme;
  readonly clock: Pick<Clock, 'now'>;
  /** words in the order of reading, for a screen reader */
  readonly isRead?: boolean;
  /** how often it is asked what units use; absent: as is usual */
  readonly usagePace?: UsagePace;
}

/**
 * The terminal interface, drawn by Ink. It opens with the first event; Ink and React take a while to load, and the first
 * frame is there before them. `close` restores the terminal and writes nothing: the summary belongs to the caller.
 */
export function inkFace(options: InkOptions): Face {
  const { stdin, stdout, send, desk, theme, clock, isRead = false, usagePace } = options;
  const suspendable = Promise.withResolvers<Suspend>();
  let lent: Promise<void> | undefined;
  const hands = {
    send,
    desk,
    write: (text: string) => void stdout.write(text),
    async suspend(work: () => Promise<void>) {
      // Keys typed fast may ask for a second program before the first has the terminal.
      if (lent !== undefined) return;
      // Ink draws from the column in which the other program has left the cursor.
      const lend = (suspend: Suspend) => suspend(() => work().finally(() => stdout.write('\r')));
      lent = suspendable.promise.then(lend).finally(() => (lent = undefined));
      await lent;
    },
  };
  const screen: Screen = new Screen({
    theme,
    readPast: (...of) => desk.linesBefore(...of),
    now: () => clock.now(),
    perform: (effect) => perform(effect, screen, hands),
  });
  const app = { screen, onSuspendable: suspendable.resolve };
  let opening: Promise<() => Promise<void>> | undefined;
  const closed = new AbortController();
  const open = async (): Promise<() => Promise<void>> => {
    const start = isRead ? undefined : new Opening(screen, { stdin, stdout });
    start?.begin();
    const { mount } = await import('./mount.tsx');
    const take = () => mount(app, { stdin, stdout }, isRead);
    // A run may be over before Ink is there.
    if (closed.signal.aborted) return async () => start?.end();
    // Rows are not what is read out.
    if (!isRead) void watchUsage(screen, desk, closed.signal, usagePace);
    return start === undefined ? take() : start.handOver(take);
  };
  return {
    event(event, view) {
      screen.event(event, view);
      opening ??= open();
    },
    async close() {
      closed.abort();
      screen.close();
      const unmount = await opening;
      // Two programs at once would leave the terminal as neither found it.
      await lent?.catch(() => undefined);
      await unmount?.();
    },
  };
}
