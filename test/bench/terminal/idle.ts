import { setTimeout } from 'node:timers/promises';
import type { Stage } from '../stage.ts';
import type { Figure } from './figure.ts';
import { Pty } from './pty.ts';
import { type Contender, trial } from './trial.ts';

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
  stage: Stage,
): Promise<readonly Figure[]> {
  await using pty = new Pty({ command: who.command('up') }, stage);
  await pty.writes(ready);
  await setTimeout(settleMs, undefined, { signal: stage.signal });
  const before = { ...pty.usage(), bytes: pty.bytes };
  await setTimeout(seconds * 1000, undefined, { signal: stage.signal });
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
export async function idleCase(stage: Stage): Promise<void> {
  await using stack = trial('idle', services, stage);
  const { devstack, compose } = stack;
  stage.results.figures.push(...(await idle('devstack', devstack, /10\/10 ready/, true, stage)));
  await devstack.run('down', '-t', '1');
  if (compose !== undefined) {
    stage.results.figures.push(...(await idle('compose', compose, /Attaching/, false, stage)));
  }
}
