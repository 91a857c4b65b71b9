import { drawScreen } from '../screen/draw.ts';
import { cursorColumn } from '../screen/draw-chrome.ts';
import type { Size } from '../screen/layout.ts';
import { isBusy } from '../select/progress.ts';
import { beginFrame, enterScreen, leaveScreen, Painter } from './painter.ts';
import type { Screen } from './screen.ts';

/** The streams of a terminal. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

/** How often timers and signs move while something starts, ms. */
const tickMs = 200;

/** Size of a terminal; of one that does not tell, that of most. */
export const sizeOf = ({ columns, rows }: NodeJS.WriteStream): Size => ({ columns: columns || 80, rows: rows || 24 });

/** Shows a screen on a terminal, from the first frame on, which does not wait for anything that takes keys. */
export class Display {
  readonly #screen: Screen;
  readonly #terminal: Terminal;
  readonly #painter = new Painter();
  #state: 'closed' | 'open' | 'lent' = 'closed';
  #isDue = false;
  #tick = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(screen: Screen, terminal: Terminal) {
    this.#screen = screen;
    this.#terminal = terminal;
  }

  /** Takes the terminal, and draws. Keys are kept by the terminal, unseen, until somebody reads them. */
  open(): void {
    const { stdin, stdout } = this.#terminal;
    stdin.setRawMode(true);
    stdout.write(enterScreen);
    stdout.on('resize', this.#redraw);
    this.#screen.subscribe(this.#drawSoon);
    this.#state = 'open';
    this.#draw();
  }

  /** Lets somebody else, who also writes to it, take the terminal as well: it looks the same after that. */
  share<Taken>(take: () => Taken): Taken {
    this.#terminal.stdout.write(beginFrame);
    const taken = take();
    this.#painter.forget();
    this.#draw();
    return taken;
  }

  /** Draws nothing while something else uses the terminal. */
  async lend(use: () => Promise<void>): Promise<void> {
    this.#state = 'lent';
    try {
      await use();
    } finally {
      if (this.#isLent()) this.#state = 'open';
      this.#redraw();
    }
  }

  /** Draws no more. */
  close(): void {
    this.#state = 'closed';
    clearTimeout(this.#timer);
    this.#terminal.stdout.off('resize', this.#redraw);
  }

  /** Gives the terminal back; for who has not shared it. */
  leave(): void {
    const { stdin, stdout } = this.#terminal;
    stdin.setRawMode(false);
    stdout.write(leaveScreen);
  }

  #isLent(): boolean {
    return this.#state === 'lent';
  }

  readonly #redraw = (): void => {
    this.#painter.forget();
    this.#drawSoon();
  };

  /** After all that happens at once, such as several keys, and whoever else hears of another size. */
  readonly #drawSoon = (): void => {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => this.#draw());
  };

  #draw(): void {
    this.#isDue = false;
    const { stdout } = this.#terminal;
    const size = sizeOf(stdout);
    const frame = this.#screen.frame(size, this.#tick);
    if (this.#state !== 'open' || frame === undefined) return;
    const column = cursorColumn(frame.state);
    const cursor =
      column === undefined ? undefined : { column: Math.min(column, size.columns - 1), row: size.rows - 1 };
    const update = this.#painter.update(drawScreen(frame), size.columns, cursor);
    if (update !== '') stdout.write(update);
    if (isBusy(frame.view)) this.#timer ??= setTimeout(this.#animate, tickMs);
  }

  readonly #animate = (): void => {
    this.#timer = undefined;
    this.#tick++;
    this.#draw();
  };
}
