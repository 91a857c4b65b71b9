import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { bin } from '../contestants.ts';
import { withEngine } from '../simulated-case.ts';
import type { Stage } from '../stage.ts';
import { Pty } from './pty.ts';

const units = 20;
const seconds = 60;
/** Until what is asked is asked no more often than it will be from then on: one, and as many as there are; ms. */
const settleMs = { behind: 15_000, probed: 65_000 };
const asked = 'ready: { exec: ["false"] }, ready_timeout: 1h';

const keysOf = {
  /** a service that is not ready for long, and those that wait for it */
  behind: (at: number): string => (at === 0 ? asked : 'depends_on: [u0]'),
  /** services that are all asked, and not ready for long */
  probed: (): string => asked,
};

/** CPU of a wait, % of a core, on an engine without containers: what is left is devstack. */
async function share(ui: 'tui' | 'quiet', kind: keyof typeof keysOf, stage: Stage): Promise<number> {
  const folder = join(stage.scratch, 'waiting');
  mkdirSync(folder, { recursive: true });
  const services = Array.from(
    { length: units + 1 },
    (_, at) => `  u${at}: { image: "busybox:1.36", command: [sleep, infinity], ${keysOf[kind](at)} }\n`,
  );
  writeFileSync(join(folder, 'devstack.yaml'), `name: waiting\nservices:\n${services.join('')}`);
  let measured = Number.NaN;
  await withEngine(async (environment) => {
    const command = [process.execPath, bin, 'up', '--ui', ui, '-f', folder];
    await using pty = new Pty({ command, environment }, stage);
    await setTimeout(settleMs[kind], undefined, { signal: stage.signal });
    const before = pty.usage();
    await setTimeout(seconds * 1000, undefined, { signal: stage.signal });
    measured = (100 * (pty.usage().cpuSeconds - before.cpuSeconds)) / seconds;
  });
  return measured;
}

/** What a long wait costs, with and without the screen. */
export async function waitingCase(stage: Stage): Promise<void> {
  const { figures } = stage.results;
  for (const [what, kind] of [
    [`${units} units wait for one`, 'behind'],
    [`${units + 1} units are asked`, 'probed'],
  ] as const) {
    const common = { who: 'devstack', unit: '% of a core', limit: 1 };
    figures.push({ what: `${what}, CPU without the screen`, value: await share('quiet', kind, stage), ...common });
    figures.push({ what: `${what}, CPU with the screen`, value: await share('tui', kind, stage), ...common });
  }
}
