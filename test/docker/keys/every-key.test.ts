import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { devstackKeys } from '../../../src/manifest/known-keys.ts';
import { sharedFileShape } from '../../../src/manifest/schema/file-shape.ts';
import { networkShape } from '../../../src/manifest/schema/network-shape.ts';
import { serviceShape, unitShape, volumeShape } from '../../../src/manifest/schema.ts';

const folder = import.meta.dirname;
const suites = (await readdir(folder)).filter(
  (name) => name.endsWith('.test.ts') && !import.meta.filename.endsWith(name),
);
const text = (await Promise.all(suites.map((name) => readFile(join(folder, name), 'utf8')))).join('\n');

/** Of devstack alone, or with a suite of its own. */
const elsewhere = new Set<string>([...devstackKeys.unit, 'build']);
/** Those of secrets and configs that mean something where there is no cluster. */
const sources = ['file', 'environment', 'content', 'external'].filter((key) => key in sharedFileShape);

const keys = [
  ...Object.keys({ ...unitShape, ...serviceShape }).filter((key) => !elsewhere.has(key)),
  ...Object.keys(networkShape).map((key) => `networks.*.${key}`),
  ...Object.keys(volumeShape).map((key) => `volumes.*.${key}`),
  ...sources.map((key) => `configs.*.${key}`),
];

test.each(keys)('"%s" has a case on a real engine', (key) => {
  const literal = key.replaceAll(/[.*]/g, '\\$&');
  expect(text).toMatch(new RegExp(`['"]${literal}['".]`));
});
