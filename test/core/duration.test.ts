import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../src/core/duration.ts';

describe('a duration', () => {
  it.each([
    ['1m30s', 90_000],
    ['500ms', 500],
    ['2h', 7_200_000],
    ['1h5m30s20ms', 3_930_020],
    ['1.5s', 1500],
    ['250us', 0.25],
    ['250µs', 0.25],
    ['1000ns', 0.001],
    ['1d', 86_400_000],
    ['1w2d', 777_600_000],
    ['0', 0],
  ])('%s is read as %d ms', (text, ms) => {
    const parsed = parseDuration(text);
    expect(parsed.ok && parsed.value).toBeCloseTo(ms, 9);
  });

  it.each(['', 's', '1M', '1 s', '-1s', '1s!', '1m30', 'soon'])('can not be "%s"', (text) => {
    expect(parseDuration(text)).toMatchObject({ ok: false, reason: expect.stringContaining(`not "${text}"`) });
  });

  it('without a unit asks for one', () => {
    expect(parseDuration('10')).toEqual({ ok: false, reason: 'needs a unit, such as 10s or 10ms' });
  });

  it.each([
    [0, '0ms'],
    [350, '350ms'],
    [999.6, '1.0s'],
    [4800, '4.8s'],
    [59_949, '59.9s'],
    [59_960, '1m00s'],
    [65_000, '1m05s'],
    [3_599_600, '1h00m'],
    [7_380_000, '2h03m'],
  ])('of %d ms is shown as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
