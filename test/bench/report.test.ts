import { expect, test } from 'vitest';
import type { Machine } from './machine.ts';
import { jsonOf, reportOf } from './report.ts';
import { Results } from './results.ts';

const machine: Machine = {
  date: '2026-01-02T03:04:05.000Z',
  devstack: '1.2.3',
  node: 'v24.0.0',
  system: 'Linux 6.1',
  cpu: 'Some CPU',
  cores: 2,
  memoryBytes: 8e9,
  engine: { version: '28.5.2', api: '1.51' },
  compose: '2.40.3',
};
const circumstances = { machine, runs: 3, rivalRuns: 1, interrupted: false };

/** Runs of these times, each of 0.5 s of CPU and 80 MB. */
function took(results: Results, what: string, who: string, ...times: readonly number[]): void {
  for (const wallMs of times) results.add({ what, who }, { wallMs, cpuSeconds: 0.5, peakBytes: 80e6 });
}

function chain(): Results {
  const results = new Results();
  took(results, 'chain, up', 'ideal', 5000, 4000, 6000);
  took(results, 'chain, up', 'devstack', 5250, 5300, 5200);
  took(results, 'chain, up', 'compose', 10_710);
  return results;
}

test('the table tells medians, their ratios, CPU and memory, and the limits', () => {
  expect(reportOf(chain(), circumstances)).toBe(`\
devstack 1.2.3, Node v24.0.0, engine 28.5.2, compose 2.40.3; 2026-01-02T03:04:05.000Z
2 cores, Some CPU

case       who       runs  median    min    max  times     times   CPU  peak
                               ms     ms     ms  ideal  devstack     s    MB
chain, up  ideal        3    5000   4000   6000   1.00            0.50    80
chain, up  devstack     3    5250   5200   5300   1.05            0.50    80
chain, up  compose      1   10710  10710  10710   2.14      2.04  0.50    80

Times are from the start of a program to its end, ratios those of medians; CPU and peak memory are
medians too, of the program and all that it starts, without the engine.
ideal: raw calls to the engine for the same, in the best order. anew: with nothing remembered.
again: nothing has changed since.

measured                          who       value  unit        limit
chain, up: 1.08 × ideal + 100 ms  devstack   5250  ms          ≤ 5500  kept
chain, up                         compose    2.04  × devstack  ≥ 2.80  MISSED

1 of 2 limits missed
`);
});

test('the JSON has the same numbers, and every sample', () => {
  expect(JSON.parse(jsonOf(chain(), circumstances))).toMatchObject({
    machine,
    runs: 3,
    rivalRuns: 1,
    interrupted: false,
    lines: [
      { what: 'chain, up', who: 'ideal', wallMs: { median: 5000, min: 4000, max: 6000 }, timesIdeal: 1 },
      {
        who: 'devstack',
        runs: 3,
        timesIdeal: 1.05,
        cpuSeconds: 0.5,
        peakBytes: 80e6,
        samples: [{ wallMs: 5250 }, { wallMs: 5300 }, { wallMs: 5200 }],
      },
      { who: 'compose', timesIdeal: 2.142, timesDevstack: 2.04 },
    ],
    figures: [
      { who: 'devstack', value: 5250, unit: 'ms', limit: 5500, kept: true },
      { who: 'compose', value: 2.04, unit: '× devstack', least: 2.8, kept: false },
    ],
    failed: [],
    leftOut: [],
  });
});

test('what failed and what was left out is told after what was measured, and in the JSON', () => {
  const results = new Results();
  took(results, 'chain, up', 'devstack', 5000);
  results.fail('chain, compose, run 1', new Error('docker compose ended with 1:\nno space'));
  results.leftOut.push({ what: 'idle', why: 'no program "script"' });
  expect(reportOf(results, circumstances)).toMatch(
    /chain, up.*failed:\n {2}chain, compose, run 1: docker compose ended with 1:\n {4}no space\n\nleft out:\n {2}idle: no program "script"\n$/s,
  );
  expect(JSON.parse(jsonOf(results, circumstances))).toMatchObject({
    failed: [{ what: 'chain, compose, run 1', why: 'docker compose ended with 1:\nno space' }],
    leftOut: [{ what: 'idle', why: 'no program "script"' }],
  });
});

test('what can not be told is a dash, null in the JSON, and keeps and misses no limit', () => {
  const results = new Results();
  const untold = { wallMs: 900, cpuSeconds: Number.NaN, peakBytes: Number.NaN };
  results.add({ what: '1000 units, up', who: 'devstack', units: 1000 }, untold);
  const report = reportOf(results, circumstances);
  expect(report).toMatch(/1000 units, up +devstack +1 +900 +900 +900 +– +–\n/);
  expect(report).toMatch(/1000 units, up: CPU of a unit +devstack +– +ms +≤ 2\.50\n/);
  const [line] = JSON.parse(jsonOf(results, circumstances)).lines;
  expect(line).toMatchObject({ cpuSeconds: null, peakBytes: null });
});

test('a stack of simulated units is compared with bare calls, by time and by CPU of a unit', () => {
  const results = new Results();
  const add = (units: number, who: string, wallMs: number, cpuSeconds: number): void =>
    results.add({ what: `${units} units, up`, who, units }, { wallMs, cpuSeconds, peakBytes: 300e6 });
  add(1000, 'ideal', 1000, 0.8);
  add(1000, 'devstack', 2000, 2);
  add(5000, 'devstack', 9000, 11);
  const report = reportOf(results, circumstances);
  expect(report).toMatch(/1000 units, up +devstack +1 +2000 +2000 +2000 +2\.00 /);
  expect(report).toMatch(/1000 units, up: CPU of a unit +ideal +0\.80 +ms\n/);
  expect(report).toMatch(/1000 units, up: CPU of a unit +devstack +2 +ms +≤ 2\.50 +kept\n/);
  expect(report).toMatch(/5000 units, up: CPU of a unit +devstack +1\.10 +× that of 1000 +≤ 1 +MISSED\n/);
  expect(report).toMatch(/1000 units, up: peak memory +devstack +300 +MB +≤ 250 +MISSED\n/);
});
