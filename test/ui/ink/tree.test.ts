import { expect, test } from 'vitest';
import { type InstanceId, instanceId } from '../../../src/core/unit-state.ts';
import type { Desk } from '../../../src/ui/screen/desk.ts';
import { ScriptedRun } from '../scripted-run.ts';
import { openScreen } from './open-screen.ts';

const notifier = 'notification-service-of-the-whole-market';

/** Units that run, one of them with a name of 40 characters. */
function longNames(): ScriptedRun {
  return new ScriptedRun({ 'a-stage-with-a-long-name': { [notifier]: {}, web: { ports: ['127.0.0.1:8080→80'] } } });
}

function ready(run: ScriptedRun): void {
  run.play(0, { type: 'run.started', project: 'shop', command: 'up', engine: 'Docker Engine 28.5.2' });
  for (const unit of [notifier, 'web']) {
    run.play(10, { type: 'unit.ready', instance: instanceId(unit), by: { kind: 'running' }, startedAt: run.startedAt });
  }
  run.play(20, { type: 'run.ready', durationMs: 20, changed: true });
}

/** Tells what units use once it is let. */
function waitingDesk(): { readonly desk: Pick<Desk, 'usage'>; readonly tell: () => void } {
  const told = Promise.withResolvers<void>();
  let asked = 0;
  const usage = async (instances: readonly InstanceId[]) => {
    await told.promise;
    asked++;
    return new Map(instances.map((each) => [each, { at: asked * 1000, cpuMs: asked * 250, memory: 48 << 20 }]));
  };
  return { desk: { usage }, tell: told.resolve };
}

const columnsOf = (screen: string): readonly number[] =>
  screen
    .split('\n')
    .slice(2, 5)
    .map((line) => line.search(/ready|:8080|done/));

test.each([
  [80, 24],
  [60, 16],
  [120, 40],
  [200, 60],
])('at %i×%i the state stands in full beside a long name', async (columns, rows) => {
  const run = longNames();
  const { terminal } = await openScreen(columns, rows, {}, {}, run);
  ready(run);
  const screen = await terminal.until((seen) => seen.includes('2/2 ready'));
  expect(screen).toMatch(/✓ noti\S*rket +ready +10ms/);
  expect(screen).toMatch(/✓ web +:8080 +10ms/);
  expect(screen).toMatch(/1 a-stage-with[^ ]* +✓ done /);
});

test.each([
  [80, 24],
  [200, 60],
])('at %i×%i nothing moves aside when it is known what units use', async (columns, rows) => {
  const run = longNames();
  const { desk, tell } = waitingDesk();
  const { terminal } = await openScreen(columns, rows, {}, desk, run);
  ready(run);
  const before = await terminal.until((seen) => seen.includes('2/2 ready'));
  tell();
  const after = await terminal.until((seen) => seen.includes('25%  48M'));
  expect(columnsOf(after)).toEqual(columnsOf(before));
});

test('units whose names begin alike are told apart, in the tree and in the logs', async () => {
  const names = ['order-processing-worker-1', 'order-processing-worker-2'];
  const run = new ScriptedRun({ '': Object.fromEntries(names.map((name) => [name, {}])) });
  const { terminal } = await openScreen(80, 24, {}, {}, run);
  run.play(0, { type: 'run.started', project: 'shop', command: 'up', engine: 'Docker Engine 28.5.2' });
  for (const name of names) run.log(10, name, 'began');
  const screen = await terminal.until((seen) => seen.includes('2 lines'));
  for (const end of ['1', '2']) {
    expect(screen).toMatch(new RegExp(`○ order-p…rker-${end} `));
    expect(screen).toMatch(new RegExp(`order-pr…orker-${end} │ began`));
  }
});

test('what a unit used is gone when it is stopped', async () => {
  const run = longNames();
  const { desk, tell } = waitingDesk();
  const { terminal } = await openScreen(80, 24, {}, desk, run);
  ready(run);
  tell();
  await terminal.until((seen) => /web.*25%/.test(seen));
  run.play(5000, { type: 'unit.stopped', instance: instanceId('web'), reason: 'asked for' });
  const screen = await terminal.until((seen) => /web +stopped/.test(seen));
  expect(screen).toMatch(/web +stopped +- │/);
});

test('a teardown says that it stops and how far it is, and offers no orders to what goes', async () => {
  const going = new ScriptedRun({ '': { db: {}, api: { needs: ['db'] } } }, 'shop', 'down');
  const { terminal, run } = await openScreen(140, 24, {}, {}, going);
  run.play(0, { type: 'run.started', project: 'shop', command: 'down', engine: 'Docker 28.5.2' });
  run.play(100, { type: 'unit.stopped', instance: instanceId('api'), reason: 'down' });
  const screen = await terminal.until((seen) => seen.includes('1/2 stopped'));
  expect(screen).toMatch(/shop +stopping/);
  expect(screen).toContain('? help');
  expect(screen).not.toMatch(/r restart|d detach|e edit|critical path/);
});
