import { describe, expect, test } from 'vitest';
import { measure } from './measure.ts';

/** A program that uses a core for 300 ms, however long it is kept from it, and holds 100 MB meanwhile. */
const busy = `const held = Buffer.alloc(100e6, 1); while (process.cpuUsage().user < 300_000) held.fill(2, 0, 10);`;
/** A program that does the same in a child of its own. */
const inChild = (program: string): string =>
  `require('node:child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(program)}])`;
const node = (program: string) => [process.execPath, ['-e', program]] as const;

describe.skipIf(process.platform !== 'linux')('what a program uses', () => {
  test.each([
    ['by itself', busy],
    ['by what it starts', inChild(busy)],
  ])('%s is counted', async (_, program) => {
    const { wallMs, cpuSeconds, peakBytes } = await measure(node(program));
    expect(wallMs).toBeGreaterThan(280);
    expect(cpuSeconds).toBeGreaterThan(0.28);
    expect(peakBytes).toBeGreaterThan(100e6);
  });
});

test('a program that fails is a failure with what it said', async () => {
  await expect(measure(node('console.error("no space"); process.exit(3)'))).rejects.toThrow(/ended with 3:\nno space$/);
});

test('a program that is not there is a failure', async () => {
  await expect(measure(['no-such-program', []])).rejects.toThrow('ENOENT');
});

test('a program is ended with the benchmark', async () => {
  const signal = AbortSignal.timeout(300);
  await expect(measure(node('setInterval(() => undefined, 1000)'), { signal })).rejects.toThrow(
    'aborted due to timeout',
  );
});
