import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../measure.ts';
import type { Stage } from '../stage.ts';
import type { Figure } from './figure.ts';
import { Pty } from './pty.ts';
import { type Contender, trial } from './trial.ts';

const services = `services:
  api: { image: "busybox:1.36", init: true, command: [sleep, infinity] }
`;

interface Seen {
  readonly ms: number;
  readonly cpuSeconds: number;
}

/** From the command to what is first seen of it, on a stack that runs: of devstack the whole screen, of Compose a text. */
export async function firstFrameCase(stage: Stage): Promise<void> {
  await using stack = trial('first-frame', services, stage);
  const { devstack, compose } = stack;
  for (const each of [devstack, compose]) await each?.run('up', '-d');
  const { scratch, results } = stage;
  const time = async (who: Contender, shows: RegExp, through: RegExp, cache: string): Promise<Seen> => {
    await using pty = new Pty({ command: who.command('up'), environment: { NODE_COMPILE_CACHE: cache } }, stage);
    const at = await pty.writes(shows);
    const { cpuSeconds } = pty.usage();
    await pty.writes(through);
    return { ms: at - pty.startedAt, cpuSeconds };
  };
  const ours = (cache: string): Promise<Seen> => time(devstack, /critical path/, /1\/1 ready/, cache);
  const fresh = (): string => mkdtempSync(join(scratch, 'cache-'));
  const kept = fresh();
  await ours(kept);
  const cold: Seen[] = [];
  const warm: Seen[] = [];
  const theirs: Seen[] = [];
  try {
    for (let run = 0; run < stage.runs; run++) {
      warm.push(await ours(kept));
      cold.push(await ours(fresh()));
      if (compose !== undefined) theirs.push(await time(compose, /\w/, /Attaching/, kept));
    }
  } finally {
    results.figures.push(
      ...figuresOf('command to first frame', 'devstack', warm, 250),
      ...figuresOf('command to first frame, compiled anew', 'devstack', cold),
      ...figuresOf('command to first text', 'compose', theirs),
    );
  }
}

function figuresOf(what: string, who: string, seen: readonly Seen[], limit?: number): readonly Figure[] {
  if (seen.length === 0) return [];
  const times = seen.map(({ ms }) => ms);
  const cpuMs = seen.map(({ cpuSeconds }) => cpuSeconds * 1000);
  return [
    { what, who, value: median(times), unit: 'ms', ...(limit !== undefined && { limit }) },
    { what: `${what}, least`, who, value: Math.min(...times), unit: 'ms' },
    { what: `${what}, CPU`, who, value: median(cpuMs), unit: 'ms' },
  ];
}
