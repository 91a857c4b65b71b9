// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the variables of the file
import { describe, expect, it } from 'vitest';
import { parseDotenv, parseRawEnv } from '../../src/manifest/dotenv.ts';

const shell = (name: string): string | undefined => (name === 'X' ? 'xx' : undefined);

describe('a file of variables', () => {
  // As docker compose reads them.
  it.each([
    ['A=1', { A: '1' }],
    ['A = 1 ', { A: '1' }],
    ['A: 1', { A: '1' }],
    ['A=', { A: '' }],
    ['A=""', { A: '' }],
    ['export A=1', { A: '1' }],
    ['1A=1', { '1A': '1' }],
    ['A.b=1', { 'A.b': '1' }],
    ['A-b=1', { 'A-b': '1' }],
    ['A="1 "', { A: '1 ' }],
    ["A='1 '", { A: '1 ' }],
    ['A=1 # c', { A: '1' }],
    ['A=1# c', { A: '1# c' }],
    ['A=#x', { A: '#x' }],
    ['A="1" # c', { A: '1' }],
    ['A="a#x"', { A: 'a#x' }],
    ['A="a\\nb"', { A: 'a\nb' }],
    ["A='a\\nb'", { A: 'a\\nb' }],
    ['A=a\\nb', { A: 'a\\nb' }],
    ['A="a\\"b"', { A: 'a"b' }],
    ["A='it\\'s'", { A: "it's" }],
    ['A="x\ny"\nB=1', { A: 'x\ny', B: '1' }],
    ["A='x\ny'", { A: 'x\ny' }],
    ['A=$X', { A: 'xx' }],
    ['A="${X}y"', { A: 'xxy' }],
    ["A='$X'", { A: '$X' }],
    ['A="\\$X"', { A: '$X' }],
    ['A=$$X', { A: '$X' }],
    ['A=${N:-d}', { A: 'd' }],
    ['B=1\nA=$B', { B: '1', A: '1' }],
    ['A=1\nA=2', { A: '2' }],
    ['A=a=b', { A: 'a=b' }],
    ['A={"a": "b"}', { A: '{"a": "b"}' }],
    ['X', { X: 'xx' }],
    ['N', {}],
    ['A=x\r\nB=y', { A: 'x', B: 'y' }],
    ['# c\n\n  A=1\n', { A: '1' }],
    ['', {}],
  ])('of %j has %j', (text, variables) => {
    const parsed = parseDotenv(text, shell);
    expect(parsed.ok && Object.fromEntries(parsed.value)).toEqual(variables);
  });

  it.each([
    ['a line without a name', '=1', 0],
    ['a name with a blank', 'OK=1\na b=1', 5],
    ['quotes that are not closed', 'A="x\nB=1', 2],
    ['a variable that is required', 'A=${N:?msg}', 0],
  ])('can not have %s', (_, text, at) => {
    expect(parseDotenv(text, shell)).toMatchObject({ ok: false, reason: { at } });
  });

  it('does not repeat what stands there, which may be a secret', () => {
    const parsed = parseDotenv('TOKEN hunter2', shell);
    expect(JSON.stringify(parsed)).not.toContain('hunter2');
  });

  it('of megabytes in quotes is read', () => {
    const parsed = parseDotenv(`A="${'\\"x'.repeat(1_000_000)}"\nB=${' '.repeat(1_000_000)}x`, shell);
    expect(parsed.ok && parsed.value.get('B')).toBe('x');
  });
});

describe('a raw file of variables', () => {
  it.each([
    ['A="1" # c', { A: '"1" # c' }],
    ['A=$X', { A: '$X' }],
    ['A= 1 ', { A: ' 1 ' }],
    ['  A=1', { A: '1' }],
    ['A=a=b', { A: 'a=b' }],
    ['A=1\r\nB=2', { A: '1', B: '2' }],
    ['# c\n\nX', { X: 'xx' }],
  ])('of %j has %j', (text, variables) => {
    const parsed = parseRawEnv(text, shell);
    expect(parsed.ok && Object.fromEntries(parsed.value)).toEqual(variables);
  });

  it.each([
    ['a name with a blank', 'OK=1\nA =1', 5],
    ['no name', '=1', 0],
  ])('can not have %s', (_, text, at) => {
    expect(parseRawEnv(text, shell)).toMatchObject({ ok: false, reason: { at } });
  });
});
