import { describe, expect, test } from 'vitest';
import { instanceId } from '../../../src/core/unit-state.ts';
import { Meter } from '../../../src/ui/select/meter.ts';

const api = instanceId('api');
const mebibyte = 1024 * 1024;

/** A meter after these readings, a second apart: time of the processor in ms, memory in bytes. */
function meterAfter(...readings: readonly (readonly [cpuMs: number, memory: number])[]): {
  readonly text: string | undefined;
  readonly news: readonly boolean[];
} {
  const meter = new Meter();
  const news = readings.map(([cpuMs, memory], second) =>
    meter.take(new Map([[api, { at: second * 1000, cpuMs, memory }]])),
  );
  return { text: meter.textOf(api), news };
}

describe('what a unit uses', () => {
  test('is not known from one reading', () => {
    expect(meterAfter([5000, 10 * mebibyte])).toEqual({ text: undefined, news: [false] });
  });

  test.each([
    [0, 0, '  0%   0B'],
    [126, 48 * mebibyte, ' 13%  48M'],
    [2000, 999 * mebibyte, '200% 999M'],
    [10, 1000 * mebibyte, '  1% 1.0G'],
    [10, 12.3 * 1024 * mebibyte, '  1%  12G'],
  ])('%i ms of a second and %i bytes are shown as "%s"', (cpuMs, memory, text) => {
    expect(meterAfter([700, memory], [700 + cpuMs, memory]).text).toBe(text);
  });

  test('stays as it is shown while it changes little', () => {
    const readings = [0, 4, 12, 14, 24].map((cpuMs, index) => [cpuMs, (40 + index / 2) * mebibyte] as const);
    expect(meterAfter(...readings)).toEqual({ text: '  0%  41M', news: [false, true, false, false, false] });
  });

  test('is measured anew after a start anew', () => {
    expect(meterAfter([0, mebibyte], [500, mebibyte], [10, mebibyte], [30, mebibyte])).toEqual({
      text: '  2%   1M',
      news: [false, true, false, true],
    });
  });

  test('is forgotten when it can not be told any more', () => {
    const meter = new Meter();
    meter.take(new Map([[api, { at: 0, cpuMs: 0, memory: 1 }]]));
    meter.take(new Map([[api, { at: 1000, cpuMs: 0, memory: 1 }]]));
    expect([meter.take(new Map()), meter.textOf(api)]).toEqual([true, undefined]);
  });
});
