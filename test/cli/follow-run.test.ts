import { describe, expect, test } from 'vitest';
import { exitCodeOf, ladderOf } from '../../src/cli/follow-run.ts';
import type { Intent, Outcome } from '../../src/core/event.ts';
import { testShell } from './support/test-shell.ts';

test.each<[Outcome, number]>([
  [{ kind: 'ready', changed: true }, 0],
  [{ kind: 'ready', changed: false }, 0],
  [{ kind: 'detached' }, 0],
  [{ kind: 'failed', failures: [] }, 5],
  [{ kind: 'stopped', wasReady: true, complete: true }, 0],
  [{ kind: 'stopped', wasReady: true, complete: false }, 6],
  [{ kind: 'stopped', wasReady: false, complete: true }, 130],
  [{ kind: 'stopped', wasReady: false, complete: false }, 130],
])('the outcome %j ends in exit code %i', (outcome, exitCode) => {
  expect(exitCodeOf(outcome)).toBe(exitCode);
});

describe('signals', () => {
  test('reach the run as what they ask for, and the third ends the program', () => {
    const shell = testShell();
    const sent: Intent['type'][] = [];
    const ladder = ladderOf(({ type }) => sent.push(type), shell);
    ladder('SIGINT');
    ladder('SIGINT');
    expect(shell.left).toEqual([]);
    ladder('SIGINT');
    expect(sent).toEqual(['stop', 'kill']);
    expect(shell.left).toEqual([130]);
  });
});
