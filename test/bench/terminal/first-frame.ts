import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../measure.ts';
import type { Figure } from './figure.ts';
import { Pty } from './pty.ts';
import { type Contender, type Stage, trial } from './trial.ts';

const services = `services:
  api: { image: "busybox:1.36", init: true, command: [sleep, infinity] }
`;

/** From the command to what is first seen of it, on a stack that runs: of devstack the whole screen, of Compose a text. */
export async function firstFrameFigures(stage: Stage): Promise<readonly Figure[]> {
  using stack = trial('first-frame', services, stage);
  const { devstack, compose } = stack;
  for (const each of [devstack, compose]) each?.run('up', '-d');
  const { scratch } = stage;
  const time = async (who: Contender, shows: RegExp, through: RegExp, cache: string): Promise<number> => {
    await using pty = new Pty({ command: who.command('up'), environment: { NODE_COMPILE_CACHE: cache } }, scratch);
    const at = await pty.writes(shows);
    await pty.writes(through);
    return at - pty.startedAt;
  };
  const ours = (cache: string): Promise<number> => time(devstack, /critical path/, /1\/1 ready/, cache);
  const fresh = (): string => mkdtempSync(join(scratch, 'cache-'));
  const kept = fresh();
  await ours(kept);
  const times = { cold: [] as number[], warm: [] as number[], compose: [] as number[] };
  for (let run = 0; run < stage.runs; run++) {
    times.warm.push(await ours(kept));
    times.cold.push(await ours(fresh()));
    if (compose !== undefined) times.compose.push(await time(compose, /\w/, /Attaching/, kept));
  }
  const what = 'from the command to the first frame';
  return [
    { what, who: 'devstack', value: median(times.warm), unit: 'ms', limit: 250 },
    { what: `${what}, least`, who: 'devstack', value: Math.min(...times.warm), unit: 'ms' },
    { what: `${what}, compiled anew`, who: 'devstack', value: median(times.cold), unit: 'ms' },
    ...(times.compose.length === 0
      ? []
      : [{ what: 'from the command to the first text', who: 'compose', value: median(times.compose), unit: 'ms' }]),
  ];
}
