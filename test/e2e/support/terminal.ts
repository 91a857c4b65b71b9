import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { bin } from './devstack.ts';
import { testFolder } from './project.ts';

/** Whether terminals can be had here. */
export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

/** What a program changes on a terminal and has to give back. */
interface Modes {
  readonly alternateScreen: boolean;
  readonly cursor: boolean;
}

/** A real terminal of 80×24 with a shell in it. */
export interface Terminal {
  /** Runs devstack in the shell; what the shell's terminal was like before and after is kept. */
  devstack(args: readonly string[], environment?: Readonly<Record<string, string>>): void;
  /** Presses keys by tmux's names: `j`, `Enter`, `C-c`. */
  press(...keys: readonly string[]): void;
  resize(columns: number, rows: number): void;
  screen(): string;
  /** Resolves when the screen shows this. */
  shows(text: RegExp | string): Promise<void>;
  modes(): Modes;
  /** Sends a signal to the devstack that runs in the shell. */
  signal(name: NodeJS.Signals): void;
  /** Resolves to the exit code of devstack when the shell has the terminal back. */
  exitCode(): Promise<number>;
  /** `stty -a` before and after devstack. */
  settings(): { readonly before: string; readonly after: string };
}

const patience = { timeout: 100_000, interval: 30 };
/** What the shell writes when devstack has ended. */
const over = 'the shell is back';
let opened = 0;

/** Opens a terminal; it is closed when the test is over. */
export async function openTerminal(): Promise<Terminal> {
  const folder = await testFolder();
  const server = `devstack-e2e-${process.pid}-${++opened}`;
  const tmux = (...args: readonly string[]): string =>
    execFileSync('tmux', ['-L', server, '-f', '/dev/null', ...args], { encoding: 'utf8' });
  // An empty CI is none: a person sits here.
  tmux('new-session', '-d', '-x', '80', '-y', '24', '-e', 'CI=', '-c', folder, 'sh');
  onTestFinished(() => void tmux('kill-server'));

  const screen = (): string => tmux('capture-pane', '-p');
  const shows: Terminal['shows'] = (text) => vi.waitFor(() => assertShown(screen(), text), patience);
  // What is typed before would stand above the prompt, and the first line of a program behind it.
  await shows(/^[#$]$/m);
  const file = (name: string): string => readFileSync(join(folder, name), 'utf8');
  return {
    devstack(args, environment = {}) {
      const variables = Object.entries(environment).map(([name, value]) => `${name}='${value}'`);
      const program = [process.execPath, bin, ...args].join(' ');
      const command = `${variables.join(' ')} sh -c 'echo $$ >pid; exec ${program}'`;
      const line = `stty -a >before; ${command}; echo $? >code; stty -a >after; echo ${over.replace(' ', "' '")}`;
      tmux('send-keys', '-l', line);
      tmux('send-keys', 'Enter');
    },
    press: (...keys) => void tmux('send-keys', ...keys),
    resize: (columns, rows) => void tmux('resize-window', '-x', String(columns), '-y', String(rows)),
    screen,
    shows,
    modes() {
      const [alternate, cursor] = tmux('display-message', '-p', '#{alternate_on} #{cursor_flag}').trim().split(' ');
      return { alternateScreen: alternate === '1', cursor: cursor === '1' };
    },
    signal: (name) => void process.kill(Number(file('pid')), name),
    async exitCode() {
      // What devstack wrote last is on the screen before this is.
      await shows(over);
      return Number(file('code'));
    },
    settings: () => ({ before: file('before'), after: file('after') }),
  };
}

function assertShown(screen: string, text: RegExp | string): void {
  if (screen.search(text) === -1) throw new Error(`not on the screen: ${text}\n${screen}`);
}
