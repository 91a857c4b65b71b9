import { expect, test } from 'vitest';
import type { Problem } from '../../../src/core/problem.ts';
import { readWholeYaml } from '../../../src/manifest/yaml/whole-yaml.ts';

/** More than is looked at first, characters. */
const large = 200_000;

/** A file of many lines like this one. */
const linesOf = (line: (at: number) => string): string => {
  let text = '';
  for (let at = 0; text.length < large; at++) text += line(at);
  return text;
};

function read(text: string) {
  const problems: Problem[] = [];
  const trees = readWholeYaml({ path: 'compose.yaml', folder: '/', text }, (problem) => problems.push(problem));
  return { trees, problems };
}

test('of a large file that is wrong in each line the beginning is told, and that the rest was not looked at', () => {
  const { trees, problems } = read(linesOf((at) => `key${at}: @${'x'.repeat(500)}\n`));
  expect(trees).toEqual([]);
  expect(problems.length).toBeGreaterThan(100);
  expect(problems.at(-1)).toMatchObject({ code: 'too-many', message: expect.stringContaining('not looked for') });
  expect(Math.max(...problems.flatMap(({ span }) => span?.end ?? 0))).toBeLessThan(large * 0.7);
});

test.each([
  ['a bracket', `{ ${linesOf((at) => `"k${at}": [ &a${at} v ],\n`)} }`],
  ['a quote', `text: "${linesOf(() => 'a line of it\n  ')}"\n`],
  ['a block of text', `text: |\n${linesOf(() => '  a: b: c\n')}`],
])('a large file that is sound is read, also where %s goes on beyond its beginning', (_, text) => {
  const { trees, problems } = read(text);
  expect(problems).toEqual([]);
  expect(trees).toHaveLength(1);
});

test('a large file has an error in its end told', () => {
  const { problems } = read(`${linesOf((at) => `key${at}: &a${at} value\n`)}last: @x\n`);
  expect(problems).toMatchObject([{ code: 'syntax' }]);
});
