import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { bindings } from '../../../src/ui/screen/key-table.ts';

test('the README lists every key of the panes, as the help does', async () => {
  const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
  const listed = bindings.filter(({ on }) => on.includes('none'));
  const missing = listed.filter(({ label, help }) => !readme.includes(`\`${label}\` ${help}`));
  expect(missing.map(({ label }) => label)).toEqual([]);
});

test('no key means two things in one place', () => {
  const meanings = bindings.flatMap(({ on, keys }) => on.flatMap((place) => keys.map((key) => `${key} on ${place}`)));
  const twice = meanings.filter((meaning, index) => meanings.indexOf(meaning) !== index);
  expect(twice).toEqual([]);
});
