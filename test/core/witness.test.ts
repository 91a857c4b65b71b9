import { describe, expect, test } from 'vitest';
import { consult, consultOther, listen } from '../../src/core/witness.ts';

describe('what was read', () => {
  test('is known since someone listens, each path once', () => {
    consult('/before');
    const { files } = listen();
    consult('/a');
    consult('/a');
    expect([...files]).toEqual([['/a', 'content']]);
  });

  test('counts with its content if that was read at all, before or after it was only looked for', () => {
    const { files } = listen();
    consult('/a', 'identity');
    consult('/a');
    consult('/b');
    consult('/b', 'identity');
    consult('/c', 'identity');
    expect(Object.fromEntries(files)).toEqual({ '/a': 'content', '/b': 'content', '/c': 'identity' });
  });

  test('is not all that mattered once something else did', () => {
    const testimony = listen();
    expect(testimony.isPartial).toBe(false);
    consultOther();
    expect(testimony.isPartial).toBe(true);
  });
});
