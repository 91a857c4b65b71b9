import { describe, expect, test } from 'vitest';
import { instanceId } from '../../../src/core/unit-state.ts';
import { junitXml } from '../../../src/ui/report/junit.ts';
import { allReady, apiProbing, dataReady, migrateFailed, migrationFailure } from '../shop.ts';
import { reportOf } from './report-of.ts';

const stageFailed = (reason: string) =>
  ({ type: 'stage.failed', stage: 'prepare', index: 1, reason, durationMs: 400 }) as const;

describe('the JUnit file', () => {
  test('has a case for each unit and each stage, with its time', () => {
    expect(junitXml(reportOf(allReady))).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="shop" tests="10" failures="0" errors="0" time="3.910">
        <testsuite name="1 data" tests="3" failures="0" errors="0" skipped="0" time="1.495" timestamp="2026-01-01T10:00:00">
          <testcase classname="shop.1 data" name="db" time="1.200">
            <system-out>ready</system-out>
          </testcase>
          <testcase classname="shop.1 data" name="cache" time="0.200">
            <system-out>ready</system-out>
          </testcase>
          <testcase classname="shop.1 data" name="stage data" time="1.495"/>
        </testsuite>
        <testsuite name="2 prepare" tests="3" failures="0" errors="0" skipped="0" time="0.815" timestamp="2026-01-01T10:00:00">
          <testcase classname="shop.2 prepare" name="job migrate" time="0.790">
            <system-out>exit 0</system-out>
          </testcase>
          <testcase classname="shop.2 prepare" name="job seed" time="0.000">
            <system-out>cached, nothing to do</system-out>
          </testcase>
          <testcase classname="shop.2 prepare" name="stage prepare" time="0.815"/>
        </testsuite>
        <testsuite name="3 backend" tests="2" failures="0" errors="0" skipped="0" time="1.190" timestamp="2026-01-01T10:00:00">
          <testcase classname="shop.3 backend" name="api" time="1.000">
            <system-out>ready</system-out>
          </testcase>
          <testcase classname="shop.3 backend" name="stage backend" time="1.190"/>
        </testsuite>
        <testsuite name="4 edge" tests="2" failures="0" errors="0" skipped="0" time="0.400" timestamp="2026-01-01T10:00:00">
          <testcase classname="shop.4 edge" name="web" time="0.200">
            <system-out>ready</system-out>
          </testcase>
          <testcase classname="shop.4 edge" name="stage edge" time="0.400"/>
        </testsuite>
      </testsuites>
      "
    `);
  });

  test('tells what failed with its evidence, and why the rest was not tried', () => {
    const report = reportOf((run) => migrateFailed(run).play(1902, stageFailed('migrate failed')));
    const xml = junitXml(report);
    expect(xml).toContain('<testsuites name="shop" tests="10" failures="2" errors="0" time="1.902">');
    expect(xml.slice(xml.indexOf('<testsuite name="2 prepare"'))).toMatchInlineSnapshot(`
      "<testsuite name="2 prepare" tests="3" failures="2" errors="0" skipped="1" time="0.400" timestamp="2026-01-01T10:00:00">
          <testcase classname="shop.2 prepare" name="job migrate" time="0.390">
            <failure message="the job &quot;migrate&quot; left with exit code 3" type="job-exit"> ✗ migrate   exit 3 after 390ms   attempt 1/1   image postgres:15
         why       the job "migrate" left with exit code 3
         last log  │ 001-products.sql
                   │ psql:/migrations/002-stock.sql:4: ERROR:  syntax error at or near "TABEL"
         blocks    3 not started: seed, api (through seed), web (through api)
         hint      run "devstack logs migrate" for all of its log
      </failure>
          </testcase>
          <testcase classname="shop.2 prepare" name="job seed" time="0.000">
            <skipped message="not started: migrate failed"/>
          </testcase>
          <testcase classname="shop.2 prepare" name="stage prepare" time="0.400">
            <failure message="migrate failed" type="stage">migrate failed</failure>
          </testcase>
        </testsuite>
        <testsuite name="3 backend" tests="2" failures="0" errors="0" skipped="2" time="0.000" timestamp="2026-01-01T10:00:00">
          <testcase classname="shop.3 backend" name="api" time="0.000">
            <skipped message="not started: migrate failed"/>
          </testcase>
          <testcase classname="shop.3 backend" name="stage backend" time="0.000">
            <skipped message="canceled"/>
          </testcase>
        </testsuite>
        <testsuite name="4 edge" tests="2" failures="0" errors="0" skipped="2" time="0.000" timestamp="2026-01-01T10:00:00">
          <testcase classname="shop.4 edge" name="web" time="0.000">
            <skipped message="not started: migrate failed"/>
          </testcase>
          <testcase classname="shop.4 edge" name="stage edge" time="0.000">
            <skipped message="canceled"/>
          </testcase>
        </testsuite>
      </testsuites>
      "
    `);
  });

  test('counts an engine that went away as an error of the stack', () => {
    const lost = { code: 'engine-lost', family: 'engine', message: 'the engine went away', hint: 'start it' } as const;
    const xml = junitXml(reportOf(apiProbing, lost));
    expect(xml).toContain('<testsuites name="shop" tests="11" failures="0" errors="1"');
    expect(xml).toContain(
      '<error message="the engine went away" type="engine-lost">the engine went away\nhint: start it',
    );
    expect(xml).toContain('<skipped message="not through when the run ended"/>');
  });

  test('takes what failed and was allowed to for skipped, not for good', () => {
    const completed = { type: 'unit.completed', instance: instanceId('migrate'), by: 'run', durationMs: 9 } as const;
    const xml = junitXml(
      reportOf((run) => dataReady(run).play(1600, { ...completed, outputs: [], tolerated: migrationFailure })),
    );
    expect(xml).toContain(
      '<skipped message="failed, which is allowed: the job &quot;migrate&quot; left with exit code 3"/>',
    );
    expect(xml).toContain('failures="0" errors="0"');
  });

  test.each([
    ['markup', 'a < b && "c" > d', 'a &lt; b &amp;&amp; "c" &gt; d'],
    ['the end of a CDATA section', ']]>', ']]&gt;'],
    ['colors', '\u001b[31mred\u001b[0m', 'red'],
    ['a bell and a null', 'a\u0007b\u0000c', 'abc'],
    ['half a character', 'x\ud800y', 'x\ufffdy'],
    ['what is no character', 'x\uffffy', 'x\ufffdy'],
    ['other scripts', 'Fehler: größe 🐘', 'Fehler: größe 🐘'],
  ])('holds %s of a log as XML can hold it', (_, line, held) => {
    const failure = { ...migrationFailure, evidence: { logs: [line] } };
    const instance = instanceId('migrate');
    const xml = junitXml(reportOf((run) => dataReady(run).play(1600, { type: 'unit.failed', instance, failure })));
    expect(xml).toContain(`last log  │ ${held}\n`);
  });
});
