import { expect, test } from 'vitest';
import type { StopSignal } from '../../src/cli/shell.ts';
import { climb, type Rung } from '../../src/cli/signal-ladder.ts';

function stepsOf(signals: readonly StopSignal[]): readonly string[] {
  let rung: Rung = 'running';
  return signals.map((signal) => {
    const step = climb(rung, signal);
    rung = step.rung;
    return step.does;
  });
}

test.each<[readonly StopSignal[], readonly string[]]>([
  [
    ['SIGINT', 'SIGINT', 'SIGINT', 'SIGINT'],
    ['stop', 'kill', 'leave', 'leave'],
  ],
  [
    ['SIGTERM', 'SIGINT', 'SIGTERM'],
    ['stop', 'kill', 'leave'],
  ],
  [['SIGHUP'], ['detach']],
  [
    ['SIGINT', 'SIGHUP', 'SIGINT'],
    ['stop', 'nothing', 'kill'],
  ],
  [
    ['SIGHUP', 'SIGINT'],
    ['detach', 'stop'],
  ],
])('%j lead to %j', (signals, expected) => {
  expect(stepsOf(signals)).toEqual(expected);
});

test('a run that comes to its own end goes on where nobody can follow it any more', () => {
  expect(climb('running', 'SIGHUP', 'go on')).toEqual({ rung: 'running', does: 'nothing' });
  expect(climb('running', 'SIGINT', 'go on')).toEqual({ rung: 'stopping', does: 'stop' });
});
