import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { bindings } from '../../../src/ui/screen/key-table.ts';

const headings = { move: 'move', logs: 'logs', act: 'units', stack: 'stack' } as const;

test.each(Object.entries(headings))('the README lists the keys of "%s" as the help does', async (group, heading) => {
  const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
  const listed = bindings.filter((binding) => binding.group === group && binding.on.includes('none'));
  const keys = listed.map(({ label, help }) => `\`${label}\` ${help}`).join(' · ');
  const row = `| ${heading} | ${keys} |`;
  expect(readme.split('\n').find((line) => line.startsWith(`| ${heading} |`))).toBe(row);
});

test('no key means two things in one place', () => {
  const meanings = bindings.flatMap(({ on, keys }) => on.flatMap((place) => keys.map((key) => `${key} on ${place}`)));
  const twice = meanings.filter((meaning, index) => meanings.indexOf(meaning) !== index);
  expect(twice).toEqual([]);
});
