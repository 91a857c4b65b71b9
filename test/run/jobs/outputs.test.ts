import { describe, expect, test } from 'vitest';
import type { Output } from '../../../src/manifest/model.ts';
import { parseOutputs, sensitiveIn, sensitiveValues } from '../../../src/run/jobs/outputs.ts';

const span = { source: { path: '', text: '', folder: '/' }, start: 0, end: 0 };
const file = (content: unknown) => Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
const token: Output = { name: 'TOKEN', sensitive: true, required: true, span };

describe('an outputs file', () => {
  test('keeps strings, serialises other values, and upper-cases names', () => {
    const parsed = parseOutputs(file({ url: { value: 'http://x' }, Count: { value: 3 }, list: { value: [1] } }), []);
    expect(parsed).toMatchObject({ ok: true });
    const values = parsed.ok ? [...parsed.value].map(([name, { value }]) => [name, value]) : [];
    expect(values).toEqual([
      ['URL', 'http://x'],
      ['COUNT', '3'],
      ['LIST', '[1]'],
    ]);
  });

  test('makes a value sensitive when the file or the manifest says so', () => {
    const parsed = parseOutputs(file({ token: { value: 'abcdef' }, key: { value: 'ghijkl', sensitive: true } }), [
      token,
    ]);
    expect(parsed.ok && sensitiveValues(parsed.value)).toEqual(['abcdef', 'ghijkl']);
  });

  test('may be missing where nothing required was promised', () => {
    expect(parseOutputs(undefined, [{ ...token, required: false }])).toEqual({ ok: true, value: new Map() });
  });

  test('may be empty', () => {
    expect(parseOutputs(file(' \n'), [])).toEqual({ ok: true, value: new Map() });
  });

  test('may be what Terraform prints of its outputs', () => {
    const printed = { db: { sensitive: true, type: 'string', value: 'pw' }, ports: { type: ['list'], value: [1, 2] } };
    const parsed = parseOutputs(file(printed), []);
    expect(parsed.ok && Object.fromEntries(parsed.value)).toEqual({
      DB: { value: 'pw', sensitive: true },
      PORTS: { value: '[1,2]', sensitive: false },
    });
  });

  test('tells its sensitive values although it is not usable', () => {
    const broken = file({ token: { value: 'abcdef' }, 'bad-name': {}, key: { value: 'ghijkl', sensitive: 'yes' } });
    expect(sensitiveIn(broken, [token])).toEqual(['abcdef', 'ghijkl']);
    expect(sensitiveIn(file('TOKEN=abc'), [token])).toEqual([]);
  });

  test.each([
    ['a name with a dash', { 'my-name': { value: 1 } }, /"my-name" is not a name/],
    ['a name with a digit first', { '1st': { value: 1 } }, /"1st" is not a name .* no digit first/],
    ['an entry without a value', { A: 'plain' }, /output "A" has to be an object/],
    ['a list', [1], /one JSON object/],
    ['no JSON', 'TOKEN=abc', /not JSON/],
    ['bytes that are no text', '\u{fffd}', /not JSON/],
    ['one name in two cases', { a: { value: 1 }, A: { value: 2 } }, /"A" twice/],
    [
      'a flag that is none',
      { A: { value: 1, sensitive: 'true' } },
      /"sensitive" of output "A" has to be true or false/,
    ],
    ['a value that no variable can have', { A: { value: 'x\0y' } }, /"A" has a zero byte/],
    ['a promised output that is not written', {}, /"TOKEN" was promised/],
  ])('is refused whole for %s', (_, content, reason) => {
    expect(parseOutputs(file(content), [token])).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
  });
});
