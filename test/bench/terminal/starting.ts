import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { bin } from '../contestants.ts';
import { withEngine } from '../simulated-case.ts';
import type { Stage } from '../stage.ts';
import { Pty } from './pty.ts';

const units = 50;
const seconds = 15;
const settleMs = 4000;

/** Services that are started and never ready, on an engine without containers: what is left is devstack. */
const manifest = `name: starting
services:
${Array.from({ length: units }, (_, at) => `  u${at}: { image: "busybox:1.36", command: [sleep, infinity], ready: { log: "never" } }`).join('\n')}
`;

/** CPU of a run that waits for all of them, % of a core, and its memory, bytes. */
async function waiting(
  ui: 'tui' | 'quiet',
  stage: Stage,
): Promise<{ readonly share: number; readonly peakBytes: number }> {
  const folder = join(stage.scratch, 'starting');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'devstack.yaml'), manifest);
  let measured = { share: 0, peakBytes: 0 };
  await withEngine(async (environment) => {
    const command = [process.execPath, bin, 'up', '--ui', ui, '-f', folder];
    await using pty = new Pty({ command, environment, columns: 200, rows: 60 }, stage);
    await setTimeout(settleMs, undefined, { signal: stage.signal });
    const before = pty.usage();
    await setTimeout(seconds * 1000, undefined, { signal: stage.signal });
    const { cpuSeconds, peakBytes } = pty.usage();
    measured = { share: (100 * (cpuSeconds - before.cpuSeconds)) / seconds, peakBytes };
  });
  return measured;
}

/** What the screen adds to a run of many units that all wait, with a timer each. */
export async function startingCase(stage: Stage): Promise<void> {
  const quiet = await waiting('quiet', stage);
  const shown = await waiting('tui', stage);
  const what = `${units} services starting`;
  stage.results.figures.push(
    {
      what: `${what}, CPU of the screen`,
      who: 'devstack',
      value: shown.share - quiet.share,
      unit: '% of a core',
      limit: 15,
    },
    { what: `${what}, CPU`, who: 'devstack', value: shown.share, unit: '% of a core' },
    { what: `${what}, CPU without the screen`, who: 'devstack', value: quiet.share, unit: '% of a core' },
    { what: `${what}, memory`, who: 'devstack', value: shown.peakBytes / 1e6, unit: 'MB', limit: 150 },
    { what: `${what}, memory without the screen`, who: 'devstack', value: quiet.peakBytes / 1e6, unit: 'MB' },
  );
}
