import { type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { DevstackError } from '../../core/failure.ts';
import type { Shell } from '../shell.ts';

/** A program, and how a person would name it. */
interface Program {
  readonly argv: readonly string[];
  /** the variable that names another one */
  readonly variable: string;
}

/** The command that a variable holds may have options of its own, so that it goes through a shell. */
const throughShell = (command: string, path: string): readonly string[] => ['sh', '-c', `${command} "$1"`, 'sh', path];

async function run({ argv: [file = '', ...args], variable }: Program, options: SpawnOptions): Promise<void> {
  const child = spawn(file, args, options);
  try {
    await once(child, 'spawn');
  } catch {
    const message = `"${file}" can not be started`;
    throw new DevstackError({ code: 'usage', family: 'usage', message, hint: `name another one in ${variable}` });
  }
  if (options.detached === true) return child.unref();
  const [code]: unknown[] = await once(child, 'exit');
  if (code !== 0 && code !== null) {
    const message = `"${args.at(2) === 'sh' ? variable : file}" left with exit code ${String(code)}`;
    throw new DevstackError({ code: 'usage', family: 'usage', message });
  }
}

const takingTheTerminal = ({ folder }: Shell): SpawnOptions => ({ cwd: folder, stdio: 'inherit' });

/** Opens a file in the editor that a person uses. Resolves when it is closed. */
export async function edit(path: string, shell: Shell): Promise<void> {
  const { VISUAL, EDITOR } = shell.host.environment;
  const editor = VISUAL || EDITOR || 'vi';
  await run({ argv: throughShell(editor, path), variable: 'EDITOR' }, takingTheTerminal(shell));
}

/** Shows a file in a pager, from its end, with its colours. Resolves when it is closed. */
export async function page(path: string, shell: Shell): Promise<void> {
  const { PAGER, LESS } = shell.host.environment;
  const options = takingTheTerminal(shell);
  const environment = { ...shell.host.environment, LESS: LESS ?? '-R' };
  await run({ argv: throughShell(PAGER || 'less +G', path), variable: 'PAGER' }, { ...options, env: environment });
}

const openers: Readonly<Record<string, readonly string[]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Opens an address in a browser, and does not wait for it. */
export async function browse(address: string, { host: { environment, platform } }: Shell): Promise<void> {
  const named = environment.BROWSER;
  const argv = named ? [named, address] : [...(openers[platform] ?? ['xdg-open']), address];
  await run({ argv, variable: 'BROWSER' }, { detached: true, stdio: 'ignore' });
}
