import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bin } from './contestants.ts';
import { run, type Sample } from './measure.ts';
import { progress, type Stage } from './stage.ts';
import { usageOf } from './usage.ts';

const rate = 100_000;
const seconds = 10;
const lines = rate * seconds;
/** Lines of each of the units beside it, one each 100 ms. */
const ticks = seconds * 10;
const others = ['one', 'two', 'three'];

/** Longest that all of it may take, ms. */
const deadline = 180_000;

/**
 * One process that says 100,000 lines a second for 10 s, beside others and under the screen: how long until each line
 * is on disk and shown, what that costs the supervisor and the screen, and how soon a key is answered meanwhile. Fails
 * where a line is missing.
 */
export async function floodCase({ rivalRuns, scratch, results, signal }: Stage): Promise<void> {
  for (let round = 0; round < rivalRuns; round++) {
    const keep = (what: string, who: string, sample: Sample): void =>
      results.add({ what: `process-flood, ${what}`, who }, sample);
    await flood(join(scratch, `flood-${round}`), keep, signal);
    progress(`process-flood: run ${round + 1}`);
  }
}

type Keep = (what: 'on disk' | 'shown' | 'key', who: 'supervisor' | 'screen', sample: Sample) => void;

async function flood(folder: string, keep: Keep, signal: AbortSignal): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'devstack.yaml'), manifest);
  const environment = { XDG_STATE_HOME: join(folder, 'state'), DOCKER_HOST: 'unix:///nonexistent/docker.sock' };
  const tmux = (...args: readonly string[]): string =>
    execFileSync('tmux', ['-L', `bench-${process.pid}`, '-f', '/dev/null', ...args], { encoding: 'utf8' });
  const began = performance.now();
  const variables = Object.entries({ ...environment, CI: '' }).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const command = [process.execPath, bin, 'up', '--ui', 'tui', '-f', folder].join(' ');
  tmux('new-session', '-d', '-x', '100', '-y', '30', ...variables, `exec ${command}`);
  try {
    const screen = () => tmux('capture-pane', '-p');
    const see = (text: RegExp): Promise<void> => shows(screen, text, signal);
    await see(/ready after/);
    const shown = Number(tmux('list-panes', '-F', '#{pane_pid}'));
    const project = join(environment.XDG_STATE_HOME, 'devstack/flood');
    const supervisor = supervisorIn(project);
    const sample = (pid: number): Sample => {
      const seen = usageOf(pid);
      if (seen === undefined) throw new Error(`process ${pid} has ended in the flood`);
      return { wallMs: performance.now() - began, ...seen };
    };
    const press = async (key: string, answer: RegExp): Promise<void> => {
      const pressed = performance.now();
      tmux('send-keys', key);
      await see(answer);
      keep('key', 'screen', { ...sample(shown), wallMs: performance.now() - pressed });
    };
    while (linesOf(project, 'flood').length < lines) {
      await press('?', /esc/);
      await press('Escape', /ALL LOGS/);
      await sleep(500, undefined, { signal });
      if (performance.now() - began > deadline) throw new Error('the flood is not on disk in time');
    }
    keep('on disk', 'supervisor', sample(supervisor));
    await see(new RegExp(`\\b${lines + others.length * ticks} lines`));
    keep('shown', 'screen', sample(shown));
    check(project);
  } finally {
    tmux('kill-server');
    await run([process.execPath, [bin, 'down', '-v', '-f', folder]], { environment });
  }
}

async function shows(screen: () => string, text: RegExp, signal: AbortSignal): Promise<void> {
  const began = performance.now();
  while (!text.test(screen())) {
    if (performance.now() - began > deadline) throw new Error(`the screen never showed ${text}:\n${screen()}`);
    await sleep(10, undefined, { signal });
  }
}

function supervisorIn(project: string): number {
  const claims = join(project, 'supervisor');
  const [name = ''] = readdirSync(claims);
  return JSON.parse(readFileSync(join(claims, name), 'utf8')).process.pid;
}

/** What a unit has said, from the parts of its log. */
function linesOf(project: string, unit: string): readonly string[] {
  const log = join(project, 'units', `flood-${unit}-1`, 'log');
  const parts = readdirSync(log).toSorted((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10));
  const text = parts.map((part) => readFileSync(join(log, part), 'latin1')).join('');
  return text.split('\n').slice(0, -1);
}

function check(project: string): void {
  for (const unit of ['flood', ...others]) {
    const said = linesOf(project, unit);
    const wrong = said.findIndex((line, at) => !line.endsWith(` line ${at} of ${unit}`));
    const wanted = unit === 'flood' ? lines : ticks;
    if (wrong !== -1) throw new Error(`"${unit}" said: ${said[wrong]} at ${wrong}`);
    if (said.length !== wanted) throw new Error(`${said.length} lines of "${unit}" are on disk, and not ${wanted}`);
  }
}

/** Says a number of lines at a rate, in order, no faster than they are taken; then it waits to be stopped. */
const program = `
const [unit, count, rate] = process.argv.slice(1);
const began = performance.now();
let next = 0;
const say = () => {
  const due = Math.min(count, Math.floor(((performance.now() - began) / 1000) * rate), next + 5000);
  let text = "";
  while (next < due) text += "line " + next++ + " of " + unit + "\\n";
  const again = () => setTimeout(say, next < count ? 10 : 2 ** 30);
  if (text === "") again(); else process.stdout.write(text, again);
};
say();
`;

function unitOf(name: string, count: number, perSecond: number): string {
  const command = [process.execPath, '-e', program, name, String(count), String(perSecond)];
  return `  ${name}: { process: { command: ${JSON.stringify(command)} } }\n`;
}

const manifest = `name: flood
services:
${unitOf('flood', lines, rate)}${others.map((name) => unitOf(name, ticks, 10)).join('')}`;
