import { setTimeout } from 'node:timers/promises';
import { median } from '../measure.ts';
import type { Stage } from '../stage.ts';
import type { Figure } from './figure.ts';
import { Pty } from './pty.ts';
import { type Contender, trial } from './trial.ts';

const lines = 20_000;
const services = `services:
  api:
    image: busybox:1.36
    init: true
    command: [sh, -c, "while sleep 0.1; do test -f /go && rm /go && seq 1 ${lines} | sed 's/.*/request & GET 200 in 3 ms/'; done"]
`;
const what = `${lines} lines at once`;
const settleMs = 2000;

/** What a burst costs a program that shows it, from before its first line to after its last. */
async function burst(who: Contender, pty: Pty, { signal }: Stage, whole: () => Promise<unknown>) {
  await setTimeout(settleMs, undefined, { signal });
  const before = { ...pty.usage(), bytes: pty.bytes };
  await who.run('exec', '-T', 'api', 'touch', '/go');
  await whole();
  await setTimeout(settleMs);
  return { cpuSeconds: pty.usage().cpuSeconds - before.cpuSeconds, bytes: pty.bytes - before.bytes };
}

/** Opens the help and closes it again until this is there; how long each key took to show, ms. */
async function pressKeys(pty: Pty, last: RegExp): Promise<readonly number[]> {
  const waits: number[] = [];
  while (!pty.has(last)) {
    waits.push(await pty.press('?', /unit above/), await pty.press('?', /ALL LOGS/));
  }
  return waits;
}

async function onScreen(who: Contender, stage: Stage): Promise<readonly Figure[]> {
  await using pty = new Pty({ command: who.command('up') }, stage);
  await pty.writes(/1\/1 ready/);
  const counted = (count: number): RegExp => new RegExp(`(?<!\\d)${count} lines`);
  const { cpuSeconds, bytes } = await burst(who, pty, stage, () => pty.writes(counted(lines)));
  let waits: readonly number[] = [];
  await burst(who, pty, stage, async () => {
    waits = await pressKeys(pty, counted(2 * lines));
  });
  return [
    { what: `${what}, CPU`, who: 'devstack', value: cpuSeconds, unit: 's', limit: 1 },
    { what: `${what}, written`, who: 'devstack', value: bytes / 1000, unit: 'kB' },
    { what: `${what}, wait of a key, longest`, who: 'devstack', value: Math.max(...waits), unit: 'ms', limit: 100 },
    { what: `${what}, wait of a key, median`, who: 'devstack', value: median(waits), unit: 'ms' },
  ];
}

async function asLines(who: Contender, stage: Stage): Promise<readonly Figure[]> {
  await using pty = new Pty({ command: who.command('up') }, stage);
  await pty.writes(/Attaching/);
  const { cpuSeconds, bytes } = await burst(who, pty, stage, () => pty.writes(new RegExp(`request ${lines} `)));
  return [
    { what: `${what}, CPU`, who: 'compose', value: cpuSeconds, unit: 's' },
    { what: `${what}, written`, who: 'compose', value: bytes / 1000, unit: 'kB' },
  ];
}

/** Many lines at once from a container: they are counted, and none may miss; what they cost; how long keys wait meanwhile. */
export async function floodCase(stage: Stage): Promise<void> {
  await using stack = trial('flood', services, stage);
  const { devstack, compose } = stack;
  stage.results.figures.push(...(await onScreen(devstack, stage)));
  await devstack.run('down', '-t', '1');
  if (compose !== undefined) stage.results.figures.push(...(await asLines(compose, stage)));
}
