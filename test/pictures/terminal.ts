import { execFileSync } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';

const patienceMs = 60_000;
const lookEveryMs = 100;

/** A terminal by tmux, of which pictures are taken. */
export class PictureTerminal implements Disposable {
  readonly #server = `devstack-pictures-${process.pid}`;

  constructor(columns: number, rows: number, environment: Readonly<Record<string, string>>) {
    const variables = Object.entries(environment).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
    this.#tmux('new-session', '-d', '-x', String(columns), '-y', String(rows), ...variables, 'sh');
  }

  /** Types a command line into the shell. */
  run(line: string): void {
    this.#tmux('send-keys', '-l', line);
    this.press('Enter');
  }

  /** Presses keys by tmux's names. */
  press(...keys: readonly string[]): void {
    this.#tmux('send-keys', ...keys);
  }

  /** Resolves when the screen shows this. */
  async shows(text: RegExp): Promise<void> {
    const deadline = performance.now() + patienceMs;
    while (!text.test(this.#tmux('capture-pane', '-p'))) {
      if (performance.now() > deadline)
        throw new Error(`not on the screen: ${text}\n${this.#tmux('capture-pane', '-p')}`);
      await setTimeout(lookEveryMs);
    }
  }

  /** The rows of the screen with their colours, as sequences of the terminal. */
  rows(): readonly string[] {
    return this.#tmux('capture-pane', '-p', '-e').replace(/\n$/, '').split('\n');
  }

  [Symbol.dispose](): void {
    this.#tmux('kill-server');
  }

  #tmux(...args: readonly string[]): string {
    return execFileSync('tmux', ['-L', this.#server, '-f', '/dev/null', ...args], { encoding: 'utf8' });
  }
}
