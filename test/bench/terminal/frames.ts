import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { bundling } from '../../../src/bundling.ts';
import { median, percentile } from '../measure.ts';
import type { Stage } from '../stage.ts';
import type { Figure } from './figure.ts';

/** What one frame of a full screen costs from what has happened to what is written: laid out, drawn by Ink, compared. */
export async function framesCase({ scratch, results, signal }: Stage): Promise<void> {
  const folder = join(scratch, 'frames');
  await build({
    ...bundling,
    entryPoints: [join(import.meta.dirname, 'frame-costs.ts')],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    splitting: true,
    logLevel: 'error',
  });
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'frame-costs.mjs')], { signal });
  const costs: readonly number[] = JSON.parse(stdout);
  const of = (kind: string, value: number): Figure => ({
    what: `CPU of a frame of 200×60, 50 units, ${kind}`,
    who: 'devstack',
    value,
    unit: 'ms',
    limit: 16,
  });
  results.figures.push(of('median', median(costs)), of('95 %', percentile(costs, 0.95)));
}
