import { describe, expect, test } from 'vitest';
import { parseDuration } from '../../../src/core/duration.ts';
import { durationText } from '../../../src/manifest/canonical/duration-text.ts';

describe('a duration is written as Compose writes it', () => {
  test.each([
    ['0', '0s'],
    ['5s', '5s'],
    ['90s', '1m30s'],
    ['1.5s', '1.5s'],
    ['350ms', '350ms'],
    ['1500us', '1.5ms'],
    ['20us', '20µs'],
    ['7ns', '7ns'],
    ['60m', '1h0m0s'],
    ['1d', '24h0m0s'],
    ['1h5m30s20ms', '1h5m30.02s'],
  ])('%s is %s, and is read as the same', (given, written) => {
    const parsed = parseDuration(given);
    expect(parsed.ok && durationText(parsed.value)).toBe(written);
    expect(parseDuration(written)).toEqual(parsed);
  });
});
