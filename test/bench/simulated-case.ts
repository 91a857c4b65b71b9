import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundling } from '../../src/bundling.ts';
import { bin } from './contestants.ts';
import { measure } from './measure.ts';
import { progress, type Stage } from './stage.ts';

/** How many units wait for the same ones: a stack of many units is wide rather than deep. */
const width = 10;

/**
 * What a stack of so many units costs devstack itself, on an engine without containers. The ideal is the bare calls of
 * the client for as many containers.
 */
export async function simulatedCase(units: number, stage: Stage): Promise<void> {
  const { scratch, rivalRuns, results, signal } = stage;
  const folder = join(scratch, `simulated-${units}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'devstack.yaml'), manifestOf(units));
  const bare = join(scratch, 'bare.mjs');
  await build({ ...bundling, entryPoints: [join(import.meta.dirname, 'contestants/bare.ts')], outfile: bare });
  const up = [bin, 'up', '-d', '--ui', 'quiet', '-f', folder];
  const keep = async (step: string, who: string, args: readonly string[], environment: Environment): Promise<void> =>
    results.add(
      { what: `${units} units, ${step}`, who, units },
      await measure([process.execPath, args], { environment, signal }),
    );
  for (let run = 0; run < rivalRuns; run++) {
    await withEngine((engine) => keep('up', 'ideal', [bare, String(units)], engine));
    await withEngine(async (engine) => {
      await keep('up', 'devstack', up, engine);
      await keep('again', 'devstack', up, engine);
    });
    progress(`${units} simulated units: run ${run + 1}`);
  }
}

type Environment = Readonly<Record<string, string>>;

function manifestOf(units: number): string {
  const services = Array.from({ length: units }, (_, at) => {
    const needs = at < width ? '' : `, depends_on: [u${at - width}]`;
    return `  u${at}: { image: "busybox:1.36", command: [sleep, infinity], environment: { NUMBER: "${at}" }${needs} }`;
  });
  return `name: simulated\nservices:\n${services.join('\n')}\n`;
}

/** Has an engine without containers, in a process of its own, while it is used. */
export async function withEngine(use: (environment: Environment) => Promise<void>): Promise<void> {
  const engine = spawn(process.execPath, [join(import.meta.dirname, 'simulated-engine.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Not for a Ctrl-C: it ends with its standard input.
    detached: true,
  });
  const [socket] = (await once(engine.stdout, 'data')) as [Buffer];
  try {
    await use({ DOCKER_HOST: `unix://${socket.toString().trim()}` });
  } finally {
    engine.stdin.end();
    await once(engine, 'close');
  }
}
