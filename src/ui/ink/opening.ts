import { drawScreen } from '../screen/draw.ts';
import type { Size } from '../screen/layout.ts';
import type { Screen } from './screen.ts';

/** The streams of a terminal. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

const csi = `${String.fromCharCode(27)}[`;
/** Takes the whole terminal, and gives it back with what was on it before. */
const enterScreen = `${csi}?1049h${csi}?25l`;
const leaveScreen = `${csi}?1049l${csi}?25h`;
const home = `${csi}H`;
const eraseRow = `${csi}2K`;
const eraseAll = `${csi}2J`;
/** Terminals that know it show what comes between these at once; others take no notice. */
const beginFrame = `${csi}?2026h`;
const endFrame = `${csi}?2026l`;
const breakNoRows = `${csi}?7l`;
const breakRows = `${csi}?7h`;

/**
 * Text that the terminal cuts at its edge: terminals do not agree on how wide a sign is, and a row that one takes for too
 * wide, or of a frame that was on its way when it became narrower, would push all others down. Nothing of it lasts.
 */
export const cutAtEdge = (text: string): string => breakNoRows + text + breakRows;

/** Size of a terminal; of one that does not tell, that of most. */
const sizeOf = ({ columns, rows }: NodeJS.WriteStream): Size => ({ columns: columns || 80, rows: rows || 24 });

/**
 * Shows a screen while Ink, which takes longer to load than anything else, is not there yet. It draws what Ink will
 * draw in the same places, so that nobody sees one take over from the other. Keys are kept by the terminal until then.
 */
export class Opening {
  readonly #screen: Screen;
  readonly #terminal: Terminal;
  readonly #redraw = (): void => this.#draw(eraseAll);
  #isOver = false;

  constructor(screen: Screen, terminal: Terminal) {
    this.#screen = screen;
    this.#terminal = terminal;
  }

  /** Takes the terminal, and draws whenever there is something new. */
  begin(): void {
    const { stdin, stdout } = this.#terminal;
    stdin.setRawMode(true);
    stdout.write(enterScreen);
    const stop = this.#screen.subscribe(() => (this.#isOver ? stop() : this.#draw()));
    stdout.on('resize', this.#redraw);
    this.#draw();
  }

  /** Lets Ink take the terminal over. */
  handOver<Taken>(take: () => Taken): Taken {
    const { stdout } = this.#terminal;
    this.#stop();
    // Ink writes on what it takes for an empty screen.
    stdout.write(beginFrame + home + eraseAll);
    const taken = take();
    stdout.write(endFrame);
    return taken;
  }

  /** Gives the terminal back, where nobody took it over. */
  end(): void {
    const { stdin, stdout } = this.#terminal;
    this.#stop();
    stdin.setRawMode(false);
    stdout.write(leaveScreen);
  }

  #stop(): void {
    this.#isOver = true;
    this.#terminal.stdout.off('resize', this.#redraw);
  }

  #draw(before = ''): void {
    const { stdout } = this.#terminal;
    const frame = this.#screen.frame(sizeOf(stdout), 0);
    if (frame === undefined) return;
    const rows = drawScreen(frame).map((row) => eraseRow + row);
    stdout.write(beginFrame + home + before + cutAtEdge(rows.join('\r\n')) + endFrame);
  }
}
