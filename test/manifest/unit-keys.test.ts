import { describe, expect, it } from 'vitest';
import { loadUnit } from './load-text.ts';
import { unitKeyCases } from './unit-key-cases.ts';

const rest = [
  '  other: { image: "a:1" }',
  '  db: { image: "a:1" }',
  'networks: { front: , back: }',
  'volumes: { data: }',
  'secrets: { token: { file: /token } }',
  'configs: { page: { content: hello } }',
  '',
].join('\n');

describe('a key of a service', () => {
  it.each(unitKeyCases.flatMap(([key, unit, ...forms]) => forms.map((form) => [key, form, unit] as const)))(
    '%s: %s is understood',
    async (_, lines, unit) => {
      expect(await loadUnit('service', lines, { name: 'compose.yaml', rest })).toMatchObject(unit);
    },
  );
});
