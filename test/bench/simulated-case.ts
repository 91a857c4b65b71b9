import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundling } from '../../src/bundling.ts';
import { bin } from './contestants.ts';
import { measure, type Sample } from './measure.ts';
import type { Row } from './report.ts';

/** How many units wait for the same ones: a stack of many units is wide rather than deep. */
const width = 10;

/** What a stack of so many units costs devstack itself, beside bare calls of the client, on an engine without containers. */
export async function simulatedCase(units: number, runs: number, scratch: string): Promise<readonly Row[]> {
  const folder = join(scratch, `simulated-${units}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'devstack.yaml'), manifestOf(units));
  const bare = join(scratch, 'bare.mjs');
  await build({ ...bundling, entryPoints: [join(import.meta.dirname, 'contestants/bare.ts')], outfile: bare });
  const samples = { bare: [] as Sample[], devstack: [] as Sample[], again: [] as Sample[] };
  for (let run = 0; run < runs; run++) {
    await withEngine(async (environment) => {
      samples.bare.push(await measure(process.execPath, [bare, String(units)], { environment }));
    });
    await withEngine(async (environment) => {
      const up = [bin, 'up', '-d', '--ui', 'quiet', '-f', folder];
      samples.devstack.push(await measure(process.execPath, up, { environment }));
      samples.again.push(await measure(process.execPath, up, { environment }));
    });
    process.stderr.write(`${units} simulated units run ${run + 1}\n`);
  }
  const what = `${units} simulated units`;
  return [
    { what: `${what}, up`, who: 'bare calls', samples: samples.bare, units },
    { what: `${what}, up`, who: 'devstack', samples: samples.devstack, units },
    { what: `${what}, again`, who: 'devstack', samples: samples.again, units },
  ];
}

function manifestOf(units: number): string {
  const services = Array.from({ length: units }, (_, at) => {
    const needs = at < width ? '' : `, depends_on: [u${at - width}]`;
    return `  u${at}: { image: "busybox:1.36", command: [sleep, infinity], environment: { NUMBER: "${at}" }${needs} }`;
  });
  return `name: simulated\nservices:\n${services.join('\n')}\n`;
}

/** Has an engine without containers, in a process of its own, while it is used. */
export async function withEngine(use: (environment: Readonly<Record<string, string>>) => Promise<void>): Promise<void> {
  const engine = spawn(process.execPath, [join(import.meta.dirname, 'simulated-engine.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [socket] = (await once(engine.stdout, 'data')) as [Buffer];
  try {
    await use({ DOCKER_HOST: `unix://${socket.toString().trim()}` });
  } finally {
    engine.stdin.end();
    await once(engine, 'close');
  }
}
