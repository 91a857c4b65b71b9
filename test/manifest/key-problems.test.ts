import { expect, test } from 'vitest';
import { loadText } from './load-text.ts';

const hintFor = async (keys: string): Promise<string | undefined> => {
  const { problems } = await loadText(`services: { web: { image: "busybox:1.36", ${keys} } }`);
  return problems.find(({ code }) => code === 'unknown-key')?.hint;
};

test.each([
  ['misspelt', 'enviroment: {}', 'did you mean "environment"?'],
  ['that Compose has in a healthcheck', 'ready: { tcp: { port: 1 }, interval: 1s }', 'did you mean "period"?'],
  ['that other tools have', 'needs: [db]', 'did you mean "depends_on"?'],
  ['of another place', 'ready: { env: {} }', expect.stringMatching(/^it can have http, .*period/)],
  ['that every object has', 'ready: { constructor: {} }', expect.stringMatching(/^it can have http/)],
])('an unknown key %s comes with what was meant, or what there is', async (_, keys, hint) => {
  expect(await hintFor(keys)).toEqual(hint);
});
