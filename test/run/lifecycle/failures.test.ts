import { expect, test } from 'vitest';
import { usualPolicy } from '../../../src/run/up-policy.ts';
import type { Behaviour } from '../../engine/fake-engine/fake-container.ts';
import { startFakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';
import { downOf, downWithData, stopOf, upOf } from '../support/event-play.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { lasting } from '../support/stack.ts';
import { engineOf } from '../support/stage-play.ts';

const stack = (lifecycle: string, more = '') => `
services:
  db: ${lasting('volumes: [data:/data]')}
jobs:
  bucket: { image: "busybox:1.36", command: "true", depends_on: [db], lifecycle: ${lifecycle}, ${more} }
volumes: { data: }
`;

const failing = '[sh, -c, "echo no; exit 3"]';

test('a stop event that fails is told with its evidence, and the teardown goes on without being complete', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await upOf(engine, stack(`{ stop: ${failing} }`));
  const { complete, told, events } = await stopOf(engine);
  expect(complete).toBe(false);
  expect(told.at(-1)).toBe('db stopped');
  expect(events.find(({ type }) => type === 'unit.event-failed')).toMatchObject({
    event: 'stop',
    failure: {
      code: 'job-exit',
      message: 'the stop event of job "bucket" ended with exit code 3',
      evidence: { exitCode: 3, logs: ['no'], attempt: [1, 1] },
    },
  });
});

test('a stop event that failed is not run again', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await upOf(engine, stack(`{ stop: ${failing} }`));
  await downOf(engine);
  expect(await downOf(engine)).toMatchObject({ complete: true, told: [] });
});

test('a delete event that fails keeps the data, and what is needed to try again', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await upOf(engine, stack(`{ delete: ${failing} }`));
  const first = await downWithData(engine);
  expect(first.complete).toBe(false);
  expect(first.told).not.toContain('volume play_data removed');
  expect(first.events).toContainEqual(
    expect.objectContaining({
      type: 'warning',
      message: 'volumes, networks and what is remembered of jobs stay, since the delete event of "bucket" failed',
      hint: expect.stringContaining('devstack down -v --force'),
    }),
  );
  const second = await downWithData(engine);
  expect(second.told.slice(0, 3)).toEqual(['db ready', 'bucket delete', 'no']);
});

test('a removal that is forced is complete whatever its events come to', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await upOf(engine, stack(`{ delete: ${failing} }`));
  const { complete, told } = await downWithData(engine, { force: true });
  expect(complete).toBe(true);
  expect(told).toContain('volume play_data removed');
  expect(await engine.memory('play').read(AbortSignal.timeout(5000))).toEqual(new Map());
});

test('a failure that is allowed is told and keeps nothing', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await upOf(engine, stack('{ delete: { command: [sh, -c, exit 3], allow_failure: true } }'));
  const { complete, told } = await downWithData(engine);
  expect(complete).toBe(true);
  expect(told).toContain('bucket delete done, tolerated');
});

test('an event is tried again in a container of its own as often as it may be', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await upOf(engine, stack('{ delete: { command: [sh, -c, exit 3], retries: 2 } }', 'backoff: { initial: 2s }'));
  const { events } = await downWithData(engine, { clock: hurriedClock(50) });
  const pauses = events.flatMap((event) => (event.type === 'unit.retrying' ? [[event.attempt, event.nextMs]] : []));
  expect(pauses).toEqual([
    [1, 2000],
    [2, 4000],
  ]);
  expect(events.find(({ type }) => type === 'unit.event-failed')).toMatchObject({
    failure: { evidence: { attempt: [3, 3] } },
  });
  const names = [...fake.state.containers.values()].map(({ name }) => name);
  expect(names.filter((name) => name.includes('bucket'))).toEqual([]);
});

test('an event that takes too long is stopped', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await upOf(engine, stack('{ delete: { command: [sleep, "60"], timeout: 10s } }'));
  const { events } = await downWithData(engine, { clock: hurriedClock(50) });
  expect(events.find(({ type }) => type === 'unit.event-failed')).toMatchObject({
    failure: {
      code: 'job-timeout',
      message: 'the delete event of job "bucket" did not end within 10.0s and was stopped',
    },
  });
});

test('an event whose image is gone says so', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await upOf(
    engine,
    stack('{ delete: "true" }').replace('image: "busybox:1.36", command: "true"', 'image: "tool:1", command: "true"'),
  );
  fake.state.images.delete('tool:1');
  const { events } = await downWithData(engine);
  expect(events.find(({ type }) => type === 'unit.event-failed')).toMatchObject({
    failure: {
      code: 'image-missing',
      message: 'the image "tool:1" is gone, and the delete event of job "bucket" needs it',
    },
  });
});

test('what an event needs and can not have is why it could not be run', async () => {
  const behaviours: Record<string, Behaviour> = {};
  await using fake = await startFakeEngine({ behaviours });
  const engine = engineOf(fake);
  await upOf(engine, stack('{ delete: "true" }').replace('volumes: [data:/data]', 'ready: { exec: ["true"] }'));
  await downOf(engine);
  behaviours.db = { script: 'exit 1' };
  const { told } = await downWithData(engine);
  expect(told).toContainEqual(
    expect.stringMatching(/^bucket delete failed: the delete event of job "bucket" could not be run: service "db"/),
  );
});

test('what a start has made is still known after a later one that was forced and failed', async () => {
  const behaviours: Record<string, Behaviour> = {};
  await using fake = await startFakeEngine({ behaviours });
  const engine = engineOf(fake);
  const write = '"echo {\\"A\\":{\\"value\\":\\"here\\"}} > /devstack-output/outputs.json"';
  const event = '[sh, -c, "echo $$A"]';
  const text = stack(`{ stop: ${event}, delete: ${event} }`).replace('command: "true"', `command: [sh, -c, ${write}]`);
  await upOf(engine, text);
  behaviours['play-bucket-1'] = { script: 'exit 3' };
  const forced = { policy: { ...usualPolicy, rerun: new Set(['bucket']) } };
  expect((await upOf(engine, text, forced)).outcome.kind).toBe('failed');
  expect((await stopOf(engine)).told).toContain('here');
  expect((await downWithData(engine)).told).toContain('here');
});
