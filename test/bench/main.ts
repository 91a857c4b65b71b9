// Measures devstack beside raw engine calls in the best order and, where it is installed, docker compose; in turn, whole
// processes, medians; what so many units cost devstack itself, on an engine without containers; a flood of lines from a
// process of this machine; and what is shown in a terminal: `ui`, or one of its cases frames, first-frame, flood, idle,
// starting and waiting. Usage: npm run bench -- [--runs 7] [--rival-runs 3] [--only shop,chain,wide-50,ui,…] [--json FILE]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bin, type Contestant, contestants } from './contestants.ts';
import { madeStack } from './made-stacks.ts';
import { measure, type Sample } from './measure.ts';
import { floodCase } from './process-flood-case.ts';
import { type Row, table } from './report.ts';
import { simulatedCase } from './simulated-case.ts';
import { readStack } from './stack.ts';
import { type Figure, figureTable } from './terminal/figure.ts';
import { terminalCase } from './terminal/terminal-case.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '7' },
    'rival-runs': { type: 'string', default: '3' },
    only: {
      type: 'string',
      default: 'shop,chain,wide-50,wide-100,wide-200,defaults,start,1000,5000,process-flood,ui',
    },
    json: { type: 'string' },
  },
});
const fixtures = join(import.meta.dirname, '../../fixtures');
const scratch = mkdtempSync(join(tmpdir(), 'devstack-bench-'));
const rows: Row[] = [];
const figures: Figure[] = [];

async function stackCase(name: string): Promise<void> {
  const folder = madeStack(name, scratch) ?? join(fixtures, name);
  const all = await contestants(await readStack(folder), folder, scratch, `bench-${name}`);
  const samples = new Map<string, Sample[]>();
  const keep = (what: string, who: Contestant, sample: Sample) => {
    const key = `${name}, ${what}|${who.name}`;
    samples.set(key, [...(samples.get(key) ?? []), sample]);
  };
  for (let run = 0; run < Number(values.runs); run++) {
    // There and back: what one leaves the engine and its disks to do is not always the same other's to wait for.
    for (const contestant of run % 2 === 0 ? all : all.toReversed()) {
      if (contestant.name === 'compose' && run >= Number(values['rival-runs'])) continue;
      // The first of a contestant after the others' work meets cold caches; none is spared it, and medians bear it.
      contestant.clean();
      keep('up', contestant, await measure(...contestant.up));
      keep('again', contestant, await measure(...contestant.again));
      keep('down', contestant, await measure(...contestant.down));
      contestant.clean();
      process.stderr.write(`${name} ${contestant.name} run ${run + 1}\n`);
    }
  }
  for (const [key, taken] of samples) {
    const [what = '', who = ''] = key.split('|');
    rows.push({ what, who, samples: taken });
  }
}

/** A command says the same once more sooner than the first time, so that each of these is measured by itself. */
async function startCase(): Promise<void> {
  const firstTime = (run: number) => ({ XDG_CACHE_HOME: join(scratch, `cache-${run}`) });
  const programs: readonly (readonly [string, readonly string[], typeof firstTime?])[] = [
    ['bare node', ['-e', '0']],
    ['--version', [bin, '--version']],
    ['--help', [bin, '--help']],
    ['plan --offline, the first time', [bin, 'plan', '--offline', '-f', join(fixtures, 'chain')], firstTime],
    ['plan --offline, once more', [bin, 'plan', '--offline', '-f', join(fixtures, 'chain')]],
    ['validate, the first time', [bin, 'validate', '-f', join(fixtures, 'chain')], firstTime],
    ['validate, once more', [bin, 'validate', '-f', join(fixtures, 'chain')]],
  ];
  const samples = programs.map((): Sample[] => []);
  for (let run = 0; run < Number(values.runs) * 2; run++) {
    for (const [index, [, args, environmentOf]] of programs.entries()) {
      const environment = environmentOf?.(run) ?? {};
      samples[index]?.push(await measure(process.execPath, args, { environment }));
    }
  }
  for (const [index, [what]] of programs.entries()) {
    rows.push({ what: 'start of the program', who: what, samples: samples[index] ?? [] });
  }
}

try {
  for (const name of values.only.split(',')) {
    const measureTerminal = terminalCase(name);
    if (measureTerminal !== undefined) {
      figures.push(...(await measureTerminal({ scratch, runs: Number(values.runs) })));
    } else if (name === 'start') await startCase();
    else if (name === 'process-flood') rows.push(...(await floodCase(Number(values['rival-runs']), scratch)));
    else if (/^\d+$/.test(name))
      rows.push(...(await simulatedCase(Number(name), Number(values['rival-runs']), scratch)));
    else await stackCase(name);
  }
  if (rows.length > 0) process.stdout.write(table(rows));
  if (figures.length > 0) process.stdout.write(figureTable(figures));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify([...rows, ...figures], null, 2)}\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
