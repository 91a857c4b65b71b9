import { describe, expect, test } from 'vitest';
import { instanceId } from '../../../src/core/unit-state.ts';
import { markdownSummary } from '../../../src/ui/report/markdown.ts';
import { allReady, dataReady, migrateFailed, migrationFailure } from '../shop.ts';
import { reportOf } from './report-of.ts';

const failed = { kind: 'failed', failures: [{ instance: instanceId('migrate'), failure: migrationFailure }] } as const;

describe('the summary for a page of a CI system', () => {
  test('is a table of stages and units with their times', () => {
    expect(markdownSummary(reportOf(allReady))).toMatchInlineSnapshot(`
      "### ✓ shop is ready after 3.9s (6 of 6 ready)

      | | stage | unit | came to | took |
      |---|---|---|---|---:|
      | ✓ | 1 data |  | done | 1.5s |
      | ✓ |  | db | ready | 1.2s |
      | ✓ |  | cache | ready | 200ms |
      | ✓ | 2 prepare |  | done | 815ms |
      | ✓ |  | migrate | exit 0 | 790ms |
      | ✓ |  | seed | cached, nothing to do |  |
      | ✓ | 3 backend |  | done | 1.2s |
      | ✓ |  | api | ready | 1.0s |
      | ✓ | 4 edge |  | done | 400ms |
      | ✓ |  | web | ready | 200ms |
      "
    `);
  });

  test('shows the last lines of what failed', () => {
    const report = reportOf((run) =>
      migrateFailed(run).play(1902, { type: 'run.finished', outcome: failed, durationMs: 1902 }),
    );
    expect(markdownSummary(report)).toMatchInlineSnapshot(`
      "### ✗ shop failed after 1.9s (2 of 6 ready)

      | | stage | unit | came to | took |
      |---|---|---|---|---:|
      | ✓ | 1 data |  | done | 1.5s |
      | ✓ |  | db | ready | 1.2s |
      | ✓ |  | cache | ready | 200ms |
      | ✗ | 2 prepare |  | error |  |
      | ✗ |  | migrate | exit 3 | 390ms |
      | – |  | seed | not started: migrate failed |  |
      | – | 3 backend |  | canceled |  |
      | – |  | api | not started: migrate failed |  |
      | – | 4 edge |  | canceled |  |
      | – |  | web | not started: migrate failed |  |

      **migrate**: the job "migrate" left with exit code 3  
      hint: run "devstack logs migrate" for all of its log

      \`\`\`text
      001-products.sql
      psql:/migrations/002-stock.sql:4: ERROR:  syntax error at or near "TABEL"
      \`\`\`
      "
    `);
  });

  test.each([
    ['a cell', 'a|b', 'a\\|b'],
    ['markup', '<img src=x>', '\\<img src=x\\>'],
    ['a second line', 'one\ntwo', 'one two'],
  ])('keeps %s in a message from becoming more', (_, message, shown) => {
    const failure = { ...migrationFailure, message };
    const instance = instanceId('migrate');
    const text = markdownSummary(
      reportOf((run) => dataReady(run).play(1600, { type: 'unit.failed', instance, failure })),
    );
    expect(text).toContain(`**migrate**: ${shown}`);
  });

  test('keeps a fence in a log from ending the block', () => {
    const failure = { ...migrationFailure, evidence: { logs: ['```', '# not a heading'] } };
    const instance = instanceId('migrate');
    const text = markdownSummary(
      reportOf((run) => dataReady(run).play(1600, { type: 'unit.failed', instance, failure })),
    );
    expect(text).toContain('````text\n```\n# not a heading\n````');
  });
});
