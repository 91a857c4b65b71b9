import { describe, expect, it } from 'vitest';
import { parseSize } from '../../src/core/size.ts';

describe('a size', () => {
  it.each([
    ['512', 512],
    ['512b', 512],
    ['1k', 1024],
    ['64m', 67_108_864],
    ['64MB', 67_108_864],
    ['1gb', 1_073_741_824],
    ['1.5g', 1_610_612_736],
  ])('%s is read as %d bytes', (text, bytes) => {
    expect(parseSize(text)).toEqual({ ok: true, value: bytes });
  });

  it.each(['', 'm', '-1m', '1x', '1 mega'])('can not be "%s"', (text) => {
    expect(parseSize(text)).toMatchObject({ ok: false, reason: expect.stringContaining('64m') });
  });
});
