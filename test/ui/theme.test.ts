import { describe, expect, test } from 'vitest';
import { themeFor } from '../../src/ui/theme.ts';

const esc = '\u001b';

describe('themeFor', () => {
  test.each([
    { environment: { TERM: 'xterm' }, isTTY: true, level: 1 },
    { environment: { TERM: 'xterm-256color' }, isTTY: true, level: 2 },
    { environment: { TERM: 'xterm-256color', COLORTERM: 'truecolor' }, isTTY: true, level: 3 },
    { environment: { TERM: 'xterm-256color' }, isTTY: false, level: 0 },
    { environment: { TERM: 'dumb' }, isTTY: true, level: 0 },
    { environment: { TERM: 'xterm', NO_COLOR: '1' }, isTTY: true, level: 0 },
    { environment: { TERM: 'xterm', NO_COLOR: '' }, isTTY: true, level: 1 },
    { environment: { FORCE_COLOR: '1' }, isTTY: false, level: 1 },
    { environment: { FORCE_COLOR: '' }, isTTY: false, level: 1 },
    { environment: { FORCE_COLOR: '2', NO_COLOR: '1' }, isTTY: false, level: 2 },
    { environment: { FORCE_COLOR: '3' }, isTTY: false, level: 3 },
    { environment: { FORCE_COLOR: '0', TERM: 'xterm' }, isTTY: true, level: 0 },
    { environment: { FORCE_COLOR: 'false', TERM: 'xterm' }, isTTY: true, level: 0 },
  ])('has colour level $level for $environment on a terminal: $isTTY', ({ environment, isTTY, level }) => {
    expect(themeFor({ environment, isTTY }).colorLevel).toBe(level);
  });

  test('gives a unit the same colour in every run and different units different ones', () => {
    const first = themeFor({ environment: { TERM: 'xterm' }, isTTY: true });
    const second = themeFor({ environment: { TERM: 'xterm' }, isTTY: true });
    expect(first.paintUnit('db', 'x')).toBe(second.paintUnit('db', 'x'));
    expect(first.paintUnit('db', 'x')).not.toBe(first.paintUnit('web', 'x'));
  });

  test('writes no escape sequence without colour', () => {
    const theme = themeFor({ environment: { NO_COLOR: '1' }, isTTY: true });
    expect(theme.paint('bad', 'no') + theme.paintUnit('db', 'db')).toBe('nodb');
  });

  test('spells its signs in ASCII on a dumb terminal', () => {
    const theme = themeFor({ environment: { TERM: 'dumb' }, isTTY: true });
    expect(theme.paint('plain', 'db → api…')).toBe('db -> api...');
    expect(Object.values(theme.glyphs).flat().join('')).toMatch(/^[ -~]+$/);
  });

  const warning = (environment: Readonly<Record<string, string>>): string =>
    themeFor({ environment: { TERM: 'xterm', ...environment }, isTTY: true }).paint('warn', 'w');

  test('takes colours that can be read on a light background, where that is said or told by the terminal', () => {
    expect(warning({ DEVSTACK_THEME: 'light' })).not.toBe(warning({}));
    expect(warning({ COLORFGBG: '0;15' })).toBe(warning({ DEVSTACK_THEME: 'light' }));
    expect(warning({ COLORFGBG: '15;0' })).toBe(warning({ DEVSTACK_THEME: 'dark' }));
  });

  test('has no hues in mono, only weight', () => {
    const theme = themeFor({ environment: { TERM: 'xterm-256color', DEVSTACK_THEME: 'mono' }, isTTY: true });
    expect([theme.paint('bad', 'b'), theme.paintUnit('db', 'db')]).toEqual([`${esc}[1mb${esc}[0m`, 'db']);
  });

  test('draws in ASCII where that is asked for', () => {
    expect(themeFor({ environment: { DEVSTACK_ASCII: '1' }, isTTY: true }).glyphs.ready).toBe('+');
  });

  test('keeps a text of several lines on one', () => {
    const theme = themeFor({ environment: { FORCE_COLOR: '1' }, isTTY: true });
    expect(theme.paint('good', 'a\r\nb\u001b[2Jc')).toBe(`${esc}[32ma b [2Jc${esc}[0m`);
  });
});
