import { describe, expect, test } from 'vitest';
import { edited } from './edited.ts';
import { jsonCases } from './json-cases.ts';
import { stageCases } from './stage-cases.ts';
import { unitCases } from './unit-cases.ts';

describe('a stage is written, and every other byte stays', () => {
  test.each(stageCases)('$name', async (one) => {
    expect(await edited(one)).toBe(one.after);
  });
});

describe('the stage of a unit is written, and every other byte stays', () => {
  test.each(unitCases)('$name', async (one) => {
    expect(await edited(one)).toBe(one.after);
  });
});

describe('what is written into JSON is JSON', () => {
  test.each(jsonCases)('$name', async (one) => {
    const text = await edited(one);
    expect(text).toBe(one.after);
    expect(() => JSON.parse(text)).not.toThrow();
  });
});
