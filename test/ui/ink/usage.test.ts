import { expect, test } from 'vitest';
import { type InstanceId, instanceId } from '../../../src/core/unit-state.ts';
import type { Desk } from '../../../src/ui/screen/desk.ts';
import { allReady, apiProbing } from '../shop.ts';
import { openScreen } from './open-screen.ts';

/** Every unit uses a quarter of a processor and 48 MiB; tells who was asked about. */
function steadyDesk(): Pick<Desk, 'usage'> & { readonly asked: (readonly InstanceId[])[] } {
  const asked: (readonly InstanceId[])[] = [];
  return {
    asked,
    async usage(instances) {
      asked.push(instances);
      const at = asked.length * 1000;
      return new Map(instances.map((instance) => [instance, { at, cpuMs: at / 4, memory: 48 * 1024 * 1024 }]));
    },
  };
}

test('at 80×24 rows show what units use instead of how long they took', async () => {
  const { terminal, run } = await openScreen(80, 24, { NO_COLOR: '1' }, steadyDesk());
  allReady(run);
  const screen = await terminal.until((seen) => seen.includes('25%  48M'));
  expect(
    screen
      .split('\n')
      .slice(2, 12)
      .map((line) => line.slice(0, 35)),
  ).toMatchInlineSnapshot(`
    [
      "▾ 1 data      ✓ done         1.4s │",
      "  ▸ ✓ db       ready     25%  48M │",
      "    ✓ cache    ready     25%  48M │",
      "▾ 2 prepare   ✓ done        800ms │",
      "    ✓ migrate  exit 0       790ms │",
      "    ✓ seed     cached           - │",
      "▾ 3 backend   ✓ done         1.2s │",
      "    ✓ api      ready     25%  48M │",
      "▾ 4 edge      ✓ done        380ms │",
      "    ✓ web      :8080     25%  48M │",
    ]
  `);
});

test('where there is room, both', async () => {
  const { terminal, run } = await openScreen(200, 60, { NO_COLOR: '1' }, steadyDesk());
  allReady(run);
  const screen = await terminal.until((seen) => seen.includes('25%  48M'));
  expect(screen).toMatch(/db +ready +25% {2}48M +1\.2s/);
});

test('nothing is asked while something starts', async () => {
  const desk = steadyDesk();
  const { terminal, run } = await openScreen(80, 24, {}, desk);
  apiProbing(run);
  await terminal.until((seen) => seen.includes('00:02'));
  await terminal.until((seen) => seen.includes('◓'));
  expect(desk.asked).toEqual([]);
});

test('only units that run are asked about, and none behind a panel', async () => {
  const desk = steadyDesk();
  const { terminal, run } = await openScreen(80, 24, {}, desk);
  allReady(run);
  await terminal.until((seen) => seen.includes('25%'));
  expect(desk.asked[0]).toEqual(['db', 'cache', 'api', 'web'].map((unit) => instanceId(unit)));
  terminal.type('?');
  await terminal.until((seen) => !seen.includes('25%'));
  const asked = desk.asked.length;
  await terminal.idle();
  expect(desk.asked.length - asked).toBeLessThanOrEqual(1);
});

test('no byte is written while numbers stay the same', async () => {
  const desk = steadyDesk();
  const { terminal, run } = await openScreen(80, 24, {}, desk);
  allReady(run);
  await terminal.until((seen) => seen.includes('25%'));
  await terminal.idle();
  const [bytes, asked] = [terminal.bytes, desk.asked.length];
  await expect.poll(() => desk.asked.length).toBeGreaterThan(asked + 1);
  await terminal.idle();
  expect(terminal.bytes).toBe(bytes);
});

test('what can not be told any more is not shown any more', async () => {
  const steady = steadyDesk();
  let isAway = false;
  const away = async (): Promise<never> => Promise.reject(new Error('the engine is away'));
  const desk: Pick<Desk, 'usage'> = { usage: (...of) => (isAway ? away() : steady.usage(...of)) };
  const { terminal, run } = await openScreen(80, 24, {}, desk);
  allReady(run);
  await terminal.until((seen) => seen.includes('25%'));
  isAway = true;
  await terminal.until((seen) => !seen.includes('25%'));
});
