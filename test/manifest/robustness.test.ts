import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatProblems } from '../../src/core/problem-report.ts';
import { random } from '../plan/random.ts';
import { loadText } from './load-text.ts';

const shop = readFileSync(join(import.meta.dirname, '../../fixtures/shop/devstack.yaml'), 'utf8');

/** Loads and reports, which must not throw, and tells whether the text passed or has problems that can be shown. */
async function isAnswered(text: string | Uint8Array): Promise<boolean> {
  const { manifest, problems } = await loadText(text);
  return formatProblems(problems, { color: false }) !== '' || manifest !== undefined;
}

describe('loading never throws', () => {
  it('on a manifest that is cut off anywhere', async () => {
    for (let length = 0; length < shop.length; length += 13) {
      expect(await isAnswered(shop.slice(0, length)), `the first ${length} characters`).toBe(true);
    }
  });

  it('on a manifest with characters put in at random', async () => {
    const next = random(20_240_501);
    const characters = ':-[]{}&*!|>\'"%@`#,?$ \n\t\\<~0a';
    for (let round = 0; round < 300; round++) {
      let text = shop;
      for (let change = 0; change < 4; change++) {
        const at = Math.floor(next() * text.length);
        const character = characters.charAt(Math.floor(next() * characters.length));
        text = text.slice(0, at) + character + text.slice(at + Math.floor(next() * 3));
      }
      expect(await isAnswered(text), text).toBe(true);
    }
  });

  it('on noise', async () => {
    const next = random(7);
    for (let round = 0; round < 100; round++) {
      const bytes = Uint8Array.from({ length: 200 }, () => Math.floor(next() * 256));
      expect(await isAnswered(bytes), `round ${round}`).toBe(true);
      expect(await isAnswered(bytes.map((byte) => 32 + (byte % 95))), `round ${round}`).toBe(true);
    }
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('on the name %s anywhere', async (name) => {
    const text = `${name}: 1\nservices:\n  ${name}:\n    image: a:1\n    ${name}: 1\n    depends_on: [${name}]\n    environment: { ${name}: x }\nvolumes: { ${name}: { ${name}: 1 } }\n`;
    expect(await isAnswered(text)).toBe(true);
  });
});

describe('a file that is no manifest is refused in a sentence', () => {
  it.each([
    ['bytes of a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe), 'not a text file in UTF-8'],
    ['zeros', Uint8Array.of(0x61, 0, 0, 0), 'not a text file'],
    ['more than 16 MiB', '#'.repeat(16 * 1024 * 1024 + 1), 'larger than 16 MiB'],
    ['brackets without end', '['.repeat(10_000), /nested|bracket/],
    ['deep nesting', `a: ${'['.repeat(500)}${']'.repeat(500)}`, 'nested deeper than 100 levels'],
    ['an alias of itself', 'services: &s\n  web: *s\n', 'no value is named "&s" before this place'],
  ])('%s', async (_, text, message) => {
    const { problems } = await loadText(text);
    expect(problems.map((problem) => problem.message).join('\n')).toMatch(message);
  });

  it('aliases that would fill the memory', async () => {
    const levels = Array.from({ length: 12 }, (_, level) =>
      level === 0
        ? 'x-0: &l0 [a, a]'
        : `x-${level}: &l${level} [${Array(10)
            .fill(`*l${level - 1}`)
            .join(', ')}]`,
    );
    const { problems } = await loadText(`${levels.join('\n')}\nservices: { web: { command: *l11 } }\n`);
    expect(problems).toMatchObject([{ code: 'too-large', message: expect.stringContaining('aliases') }]);
  });
});
