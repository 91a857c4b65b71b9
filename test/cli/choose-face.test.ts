import { describe, expect, test } from 'vitest';
import { chooseFace } from '../../src/cli/choose-face.ts';
import { testShell } from './support/test-shell.ts';

const terminal = { isTTY: true, columns: 80, environment: { TERM: 'xterm-256color' } };

describe('how a run is shown', () => {
  test.each([
    ['a person at a terminal gets the full screen', {}, terminal, 'tui'],
    ['a pipe gets lines', {}, { isTTY: false }, 'plain'],
    ['CI gets lines', {}, { ...terminal, environment: { TERM: 'xterm', CI: 'true' } }, 'plain'],
    ['a terminal without cursor control gets lines', {}, { ...terminal, environment: { TERM: 'dumb' } }, 'plain'],
    ['a terminal too narrow for anything gets lines', {}, { ...terminal, columns: 19 }, 'plain'],
    ['CI=false is no CI', {}, { ...terminal, environment: { TERM: 'xterm', CI: 'false' } }, 'tui'],
    ['what is asked for wins', { ui: 'json' }, terminal, 'json'],
  ] as const)('%s', (_, options, shell, face) => {
    expect(chooseFace(options, testShell(shell), true)).toBe(face);
  });

  test('a detached run gets lines', () => {
    expect(chooseFace({}, testShell(terminal), false)).toBe('plain');
  });

  test('a detached run can have the full screen too', () => {
    expect(chooseFace({ ui: 'tui' }, testShell(terminal), false)).toBe('tui');
  });

  test('the full screen is refused where there is no terminal', () => {
    expect(() => chooseFace({ ui: 'tui' }, testShell({ isTTY: false }), true)).toThrow('"--ui tui" needs a terminal');
  });
});
