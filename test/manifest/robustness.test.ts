// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the manifest's variables
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatProblems } from '../../src/core/problem-report.ts';
import { random } from '../plan/random.ts';
import { costOf } from '../support/cost-of.ts';
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

/** What is said about a text, and no more: the first line of each problem. */
async function answerTo(text: string | Uint8Array): Promise<string> {
  const { problems } = await loadText(text);
  return problems.map(({ code, message }) => `${code}: ${message}`).join('\n');
}

const mebibyte = 1024 * 1024;
const web = 'services:\n  web:\n    image: nginx:1.27\n';
const repeated = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('');

describe('a file that is no manifest is refused in a sentence', () => {
  it.each([
    ['bytes of a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe), 'not a text file in UTF-8'],
    ['zeros', Uint8Array.of(0x61, 0, 0, 0), 'not a text file'],
    ['10 MiB', '#'.repeat(10 * mebibyte), 'larger than 8 MiB'],
    ['3 MiB that are not plain', `a: &a x\n${'b: *a\n'.repeat(mebibyte / 2)}`, 'larger than 2 MiB'],
    ['brackets without end', '['.repeat(mebibyte), /nested|bracket/],
    ['braces without end', 'a: {'.repeat(mebibyte / 4), /nested|bracket/],
    ['quotes without end', `a: "${'x'.repeat(mebibyte)}`, /quote/],
    ['lists in lists', '- '.repeat(100_000), 'nested'],
    ['deep nesting', `a: ${'['.repeat(500)}${']'.repeat(500)}`, 'nested deeper than 100 levels'],
    ['deep blocks', repeated(300, (at) => `${' '.repeat(at)}a:\n`), 'nested deeper than 100 levels'],
    ['an alias of itself', 'services: &s\n  web: *s\n', 'no value is named "&s" before this place'],
    ['tabs', 'services:\n\tweb:\n\t\timage: a\n', 'a tab can not indent a line'],
  ])('%s', async (_, text, message) => {
    expect(await answerTo(text)).toMatch(message);
  });

  it.each([
    ['', 'plain'],
    ['!override ', 'tagged'],
  ])('aliases %sthat would fill the memory', async (tag) => {
    const lines = repeated(12, (level) =>
      level === 0
        ? 'x-0: &l0 [a, a]\n'
        : `x-${level}: &l${level} ${tag}[${Array(10)
            .fill(`*l${level - 1}`)
            .join(', ')}]\n`,
    );
    expect(await answerTo(`${lines}services: { web: { command: *l11 } }\n`)).toMatch(/^too-large: aliases/);
  });

  it('aliases of aliases of thousands of levels', async () => {
    const lines = repeated(20_000, (level) => `x-${level}: &l${level} [${level === 0 ? 'a' : `*l${level - 1}`}]\n`);
    expect(await answerTo(`${lines}services: {}\n`)).toMatch('aliases nest values deeper than 100 levels');
  });
});

describe('a manifest that is out of all proportion is answered in seconds', () => {
  const names = Array.from({ length: 2_000 }, (_, at) => `name${at}`);

  it.each([
    ['a text of 4 MiB', `${web}    title: "${'a $$ '.repeat((4 * mebibyte) / 5)}"\n`, /^$/],
    ['blanks of 4 MiB', `${web}    title: a${' '.repeat(4 * mebibyte)}b\n`, /^$/],
    ['2,000 keys given twice', `${web}${repeated(2_000, () => '    user: a\n')}`, 'the key "user" is given twice'],
    ['2,000 unknown dependencies', repeatedUnits(names, (name) => `depends_on: [${name}x]`), 'which does not exist'],
    ['2,000 unknown keys', repeatedUnits(names, (name) => `${name}: 1`), 'unknown key "name999"'],
    [
      '2,000 services of a wrong type',
      `services:\n${repeated(2_000, (at) => `  a${at}: x\n`)}`,
      'must be a map of keys',
    ],
    [
      'a chain of 2,000 "from"',
      repeatedUnits(names, (name) => `from: name${Number(name.slice(4)) + 1}`),
      'more than 100 others',
    ],
    [
      'a chain of 2,000 "extends"',
      repeatedUnits(names, (name) => `extends: name${Number(name.slice(4)) + 1}`),
      'more than 100 services',
    ],
    [
      'ranges of millions of ports',
      `${web}    ports: [${'"1-65535", '.repeat(100)} "80"]\n`,
      'must not be more than 100000 ports',
    ],
    ['a variable in 5,000 defaults', `${web}    title: "${'${A:-'.repeat(5_000)}"\n`, 'nested deeper than 20 levels'],
  ])('%s', async (_, text, message) => {
    const { value, ms } = await costOf(() => answerTo(text));
    expect(value).toMatch(message);
    expect(ms).toBeLessThan(10_000);
  });

  it('more than 1,000 problems are counted', async () => {
    const told = (await answerTo(repeatedUnits(names, (name) => `${name}: 1`))).split('\n');
    expect(told).toHaveLength(1_001);
    expect(told.at(-1)).toBe('too-many: there are 1000 more errors, which are not shown');
  });
});

function repeatedUnits(names: readonly string[], line: (name: string) => string): string {
  return `services:\n${names.map((name) => `  ${name}:\n    image: "a:1"\n    ${line(name)}\n`).join('')}`;
}
