// Measures devstack beside raw engine calls in the best order and, where it is installed, docker compose; what so many
// units cost devstack itself; a flood of lines from a process; and what is shown in a terminal.
// Usage: npm run bench -- --help
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Case } from './cases.ts';
import { type Lacking, lookAtMachine } from './machine.ts';
import { type Asked, type Options, readOptions } from './options.ts';
import { jsonOf, reportOf } from './report.ts';
import { Results } from './results.ts';
import { progress, type Stage } from './stage.ts';

/** A second signal so soon after the first is the same: npm passes on what the terminal has sent to all. */
const sameMs = 1000;

/** Aborts at the first signal; the second ends the process with what is passed in, at once. */
function untilSignal(endAtOnce: (code: number) => void): AbortSignal {
  const controller = new AbortController();
  let at = 0;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      const code = 128 + constants.signals[name];
      if (controller.signal.aborted && performance.now() - at > sameMs) endAtOnce(code);
      if (controller.signal.aborted) return;
      at = performance.now();
      process.exitCode = code;
      progress(`${name}: what was made is being removed; once more ends it without`);
      controller.abort(new Error(name));
    });
  }
  return controller.signal;
}

/** One after the other: what fails takes no other with it, and what is not reached is told. */
async function measureAll(cases: readonly Case[], stage: Stage, lacking: Lacking): Promise<void> {
  const { results, signal } = stage;
  for (const { name, needs, measure } of cases) {
    const without = needs.map((need) => lacking.get(need)).find((why) => why !== undefined);
    const why = signal.aborted ? 'interrupted before it' : without;
    if (why !== undefined) {
      results.leftOut.push({ what: name, why });
      continue;
    }
    progress(`${name} …`);
    try {
      await measure(stage);
    } catch (cause) {
      if (signal.aborted) results.leftOut.push({ what: name, why: 'interrupted in the middle of it' });
      else results.fail(name, cause);
    }
  }
}

async function bench({ runs, rivalRuns, cases, json }: Options): Promise<void> {
  const results = new Results();
  const { machine, lacking } = await lookAtMachine();
  const tell = (interrupted: boolean): void => {
    const circumstances = { machine, runs, rivalRuns, interrupted };
    (json === '-' ? process.stderr : process.stdout).write(reportOf(results, circumstances));
    if (json === '-') process.stdout.write(jsonOf(results, circumstances));
    else if (json !== undefined) writeFileSync(json, jsonOf(results, circumstances));
  };
  const scratch = mkdtempSync(join(tmpdir(), 'devstack-bench-'));
  const signal = untilSignal((code) => {
    tell(true);
    process.exit(code);
  });
  const withoutCompose = lacking.get('compose');
  if (withoutCompose !== undefined) results.leftOut.push({ what: 'compose', why: withoutCompose });
  const stage = { scratch, runs, rivalRuns, compose: machine.compose !== null, results, signal };
  await measureAll(cases, stage, lacking);
  rmSync(scratch, { recursive: true, force: true });
  tell(signal.aborted);
  const measured = results.rows.length + results.figures.length;
  if (!signal.aborted && (results.failed.length > 0 || measured === 0)) process.exitCode = 1;
}

async function main(asked: Asked): Promise<void> {
  if ('help' in asked) process.stdout.write(asked.help);
  else if ('error' in asked) {
    process.stderr.write(asked.error);
    process.exitCode = 2;
  } else {
    const { json = '-' } = asked;
    // What can not be written is told now, and not when all has been measured.
    if (json !== '-') writeFileSync(json, '');
    await bench(asked);
  }
}

await main(readOptions(process.argv.slice(2))).catch((cause: Error) => {
  process.stderr.write(`${cause.message}\n`);
  process.exitCode = 1;
});
