import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { dotenvText, shellText } from '../../src/cli/env-text.ts';
import { parseDotenv } from '../../src/manifest/dotenv.ts';

const values = [
  'plain',
  '',
  'two words',
  "it's",
  '"quoted" $HOME `id` \\n',
  'a line\nanother',
  'both \' and " and $X\n',
  '#hash',
  'tab\there',
];
const variables = values.map((value, at) => ({ name: `V${at}`, value, sensitive: false }));

test('a shell that evaluates it exports what it was given', () => {
  const script = `${shellText(variables)}exec "$0" -e 'process.stdout.write(JSON.stringify(process.env))'`;
  const output = execFileSync('/bin/sh', ['-c', script, process.execPath], { encoding: 'utf8' });
  expect(JSON.parse(output)).toMatchObject(Object.fromEntries(variables.map(({ name, value }) => [name, value])));
});

test('a file of variables is read as it was given', () => {
  const given = Object.fromEntries(variables.map(({ name, value }) => [name, value]));
  const parsed = parseDotenv(dotenvText(variables), () => undefined);
  expect(parsed.ok && Object.fromEntries(parsed.value)).toEqual(given);
});

test('a variable that no shell can have is left out', () => {
  expect(shellText([{ name: 'a.b', value: '1', sensitive: false }])).toBe('');
});
