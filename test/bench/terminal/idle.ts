import { setTimeout } from 'node:timers/promises';
import type { Figure } from './figure.ts';
import { Pty } from './pty.ts';
import { type Contender, type Stage, trial } from './trial.ts';

const services = `services:
${Array.from({ length: 10 }, (_, at) => `  u${at}: { image: "busybox:1.36", init: true, command: [sleep, infinity] }`).join('\n')}
`;
const settleMs = 5000;
const seconds = 30;

/** What a program costs that has nothing to show. */
async function idle(
  name: string,
  who: Contender,
  ready: RegExp,
  limit: boolean,
  { scratch }: Stage,
): Promise<readonly Figure[]> {
  await using pty = new Pty({ command: who.command('up') }, scratch);
  await pty.writes(ready);
  await setTimeout(settleMs);
  const before = { ...pty.usage(), bytes: pty.bytes };
  await setTimeout(seconds * 1000);
  const share = (100 * (pty.usage().cpuSeconds - before.cpuSeconds)) / seconds;
  const bytes = pty.bytes - before.bytes;
  const { peakBytes } = pty.usage();
  const what = 'idle, 10 services';
  return [
    { what: `${what}, CPU`, who: name, value: share, unit: '% of a core', ...(limit && { limit: 0.5 }) },
    { what: `${what}, written`, who: name, value: bytes, unit: 'bytes', ...(limit && { limit: 0 }) },
    { what: `${what}, memory`, who: name, value: peakBytes / 1e6, unit: 'MB' },
  ];
}

/** Stacks that are up and say nothing. */
export async function idleFigures(stage: Stage): Promise<readonly Figure[]> {
  using stack = trial('idle', services, stage);
  const { devstack, compose } = stack;
  const ours = await idle('devstack', devstack, /10\/10 ready/, true, stage);
  devstack.run('down', '-t', '1');
  const theirs = compose === undefined ? [] : await idle('compose', compose, /Attaching/, false, stage);
  return [...ours, ...theirs];
}
