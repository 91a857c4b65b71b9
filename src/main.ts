import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Shell, StopSignal } from './cli/shell.ts';
import type { Call, Written } from './cli/unchanged/receipt.ts';
import { resolveOwnModules } from './resolve-own-modules.ts';

/** Set by the bundler from package.json. */
declare const DEVSTACK_VERSION: string;

const version = DEVSTACK_VERSION;
const argv = process.argv.slice(2);
const { stdout, stderr } = process;

const stopSignals: readonly StopSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const restoreDeadlineMs = 1000;
const listeners = new Set<(signal: StopSignal) => void>();
const restorers = new Set<() => Promise<void>>();

function tell(signal: StopSignal): void {
  for (const listener of [...listeners]) listener(signal);
}

/** One handler of the process for all listeners: Node takes more than ten for a leak, and shards are up to 64. */
function onSignal(listener: (signal: StopSignal) => void): () => void {
  if (listeners.size === 0) for (const signal of stopSignals) process.on(signal, tell);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) for (const signal of stopSignals) process.off(signal, tell);
  };
}

/** The whole group, so that the shell sees all of its job stopped, also where another program started this one. */
function suspend(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  process.once('SIGCONT', () => resolve());
  process.kill(0, 'SIGTSTP');
  return promise;
}

/** A pipe may still hold what was written: `process.exit` would drop it. */
async function leave(exitCode: number): Promise<never> {
  await Promise.all([stdout, stderr].map((stream) => new Promise((resolve) => stream.write('', resolve))));
  process.exit(exitCode);
}

let isReporting = false;

async function reportBug(thrown: unknown): Promise<never> {
  // A second one, while the first is told, has nothing to add.
  if (isReporting) process.exit(70);
  isReporting = true;
  const { formatBug } = await import('./cli/error-report.ts');
  const { themeFor } = await import('./ui/theme.ts');
  // The report has to be below what was on the screen before, not on one that goes away.
  const restored = Promise.allSettled([...restorers].map((restore) => restore()));
  await Promise.race([restored, new Promise((resolve) => setTimeout(resolve, restoreDeadlineMs))]);
  const theme = themeFor({ environment: process.env, isTTY: stderr.isTTY });
  stderr.write(formatBug(thrown, { version, node: process.versions.node, platform: process.platform }, theme));
  return leave(70);
}

let isReaderGone = false;

/**
 * The reader of our output has enough (`devstack ps | head -1`), or the terminal was closed: no failure. Where it goes to
 * may be full as well: that is told where it can be, and what is under way goes on as without a reader.
 */
function onOutputError(error: NodeJS.ErrnoException): void {
  if (isReaderGone) return;
  isReaderGone = true;
  const isNoFailure = error.code === 'EPIPE' || error.code === 'EIO';
  if (!isNoFailure) {
    stderr.write(`error: the output could not be written: ${error.message}\n`);
    stderr.write('hint: make room where it goes to, or write it somewhere else\n');
  }
  if (listeners.size === 0) process.exit(isNoFailure ? 0 : 1);
  tell('SIGHUP');
}

/** Of a call whose answer may be remembered, one of these is a word. */
const rememberedWords: readonly string[] = ['-d', '--detach', '--offline', 'validate', 'graph'];

/** What this very call has to say if nothing has changed since: nothing else is loaded for that. */
async function sameAsLastTime(call: Call): Promise<readonly Written[] | undefined> {
  const { sameAsBefore } = await import('./cli/unchanged/same-as-before.ts');
  return await sameAsBefore(call, process);
}

/** Undefined where it was removed below this process. */
function folderHere(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

async function main(): Promise<void> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
    stdout.write(`${version}\n`);
    return leave(0);
  }
  const folder = folderHere();
  if (folder === undefined) {
    stderr.write('error: the folder that you are in does not exist any more\nhint: go to another one, with "cd"\n');
    return leave(2);
  }
  const environment = { ...process.env };
  const screens = [stdout.isTTY, stdout.columns, stderr.isTTY];
  const home = environment.HOME || homedir();
  const call: Call = { argv, version, program: fileURLToPath(import.meta.url), folder, environment, home, screens };
  const said = argv.some((word) => rememberedWords.includes(word)) ? await sameAsLastTime(call) : undefined;
  if (said !== undefined) {
    for (const [stream, text] of said) process[stream].write(text);
    return leave(0);
  }
  resolveOwnModules(new URL('.', import.meta.url).href);
  const [{ runCommandLine }, { makeHost }] = await Promise.all([
    import('./cli/run-command-line.ts'),
    import('./cli/host.ts'),
  ]);
  const shell: Shell = {
    host: makeHost(process),
    version,
    folder,
    call,
    nodeVersion: process.versions.node,
    // Made when it is first asked for: most commands read nothing.
    get stdin() {
      return process.stdin;
    },
    stdout,
    stderr,
    onSignal,
    onCrash: (restore) => restorers.add(restore),
    suspend,
    leave: (exitCode) => process.exit(exitCode),
  };
  await leave(await runCommandLine(argv, shell));
}

for (const stream of [stdout, stderr]) stream.on('error', onOutputError);
process.on('uncaughtException', reportBug);
main().catch(reportBug);
