import { expect, test } from 'vitest';
import { startFakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';
import { playDown } from '../support/down-play.ts';
import { downOf, downWithData, stopOf, toldOf, upOf } from '../support/event-play.ts';
import { containerOf, lasting } from '../support/stack.ts';
import { engineOf, planOf, play } from '../support/stage-play.ts';

const job = (more: string, start = 'true') => `
services:
  db: ${lasting('volumes: [data:/data]')}
  api: ${lasting('depends_on: [bucket]')}
  other: ${lasting()}
jobs:
  bucket: { image: "busybox:1.36", command: [sh, -c, "${start}"], depends_on: [db], ${more} }
volumes: { data: }
`;

const both = job('lifecycle: { stop: [echo, halted], delete: [echo, dropped] }');

test('a stop event runs after what needs its job has stopped, and before what the job needs does', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await upOf(engine, both);
  const { told, complete } = await stopOf(engine);
  expect(complete).toBe(true);
  const inOrder = told.filter((line) => !line.startsWith('other'));
  expect(inOrder).toEqual(['api stopped', 'bucket stop', 'halted', 'bucket stop done', 'db stopped']);
});

test('"down" runs the stop event too, and "down" with the data the delete event alone', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await upOf(engine, both);
  expect((await downOf(engine)).told).toContain('halted');
  await upOf(engine, both);
  const { told } = await downWithData(engine);
  expect(told).toContain('dropped');
  expect(told).not.toContain('halted');
  expect(told.indexOf('bucket delete done')).toBeLessThan(told.indexOf('db stopped'));
});

test('a stack that is stopped already has no stop event to run', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await upOf(engine, both);
  await stopOf(engine);
  expect((await downOf(engine)).told).not.toContain('bucket stop');
});

test('a start is run again after its stop event, and skipped again after that', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await upOf(engine, both);
  await stopOf(engine);
  const ran = async () => (await upOf(engine, both)).order('unit.running');
  expect([await ran(), await ran()]).toEqual([['bucket'], []]);
});

test('a job that is to run once for its data does not do so again after its stop event', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  const once = job('run: once, lifecycle: { stop: [echo, halted] }').replace(
    'volumes: [',
    'ready: { exec: ["true"] }, volumes: [',
  );
  await upOf(engine, once);
  await stopOf(engine);
  expect((await upOf(engine, once)).order('unit.running')).toEqual([]);
});

test('what a start that failed has begun is deleted, but not stopped', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  const failing = job('lifecycle: { stop: [echo, halted], delete: [echo, dropped] }', 'exit 3');
  await upOf(engine, failing);
  expect((await stopOf(engine)).told).not.toContain('halted');
  expect((await downWithData(engine)).told).toContain('dropped');
});

test('a job that never started has nothing to delete', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await upOf(engine, both.replace('volumes: [data:/data]', 'ready: { exec: ["false"] }, ready_timeout: 100ms'));
  expect((await downWithData(engine)).told).not.toContain('dropped');
});

test('what the event needs is started for it where it is down, and made again where it is gone', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await upOf(engine, both);
  await stopOf(engine);
  await downOf(engine);
  const { told, complete } = await downWithData(engine);
  expect(complete).toBe(true);
  expect(told).toEqual([
    'db ready',
    'bucket delete',
    'dropped',
    'bucket delete done',
    'db stopped',
    'db removed',
    'volume play_data removed',
  ]);
  expect(fake.state.containers.size).toBe(0);
});

test('only the whole stack has events: not a part of it, and not what an interrupt stops', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  const { run, saw } = play(engine, await planOf(both), { stay: 'while-running' });
  await saw('run.ready');
  run.send({ type: 'stop' });
  await run.done;
  const part = await downWithData(engine, { units: new Set(['bucket', 'db']) });
  expect(part.told.filter((line) => /halted|dropped/.test(line))).toEqual([]);
});

test('an event is given what the job has passed on and got, and shows nothing that is sensitive', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  const write = (json: string) => `"echo ${json.replaceAll('"', '\\"')} > /devstack-output/outputs.json"`;
  const event = '"echo $$ADDRESS $$DEVSTACK_OUTPUT_BUCKET_KEY $$DEVSTACK_OUTPUT_ACCOUNT_TOKEN"';
  const text = `
jobs:
  account:
    image: busybox:1.36
    command: [sh, -c, ${write('{"TOKEN":{"value":"topsecret1","sensitive":true}}')}]
  bucket:
    image: busybox:1.36
    command: [sh, -c, ${write('{"ADDRESS":{"value":"s3://a"},"KEY":{"value":"topsecret2","sensitive":true}}')}]
    depends_on: [account]
    lifecycle: { delete: [sh, -c, ${event}] }
`;
  await upOf(engine, text);
  const { told } = await downWithData(engine);
  expect(told).toContain('s3://a •••• ••••');
});

test('a start that ended well while nobody was there is stopped, with what it had passed on', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  const write = 'echo {\\"A\\":{\\"value\\":\\"here\\"}} > /devstack-output/outputs.json; sleep infinity';
  const { run, saw } = play(engine, await planOf(job('lifecycle: { stop: [sh, -c, "echo $$A"] }', write)));
  await saw('unit.running', 'bucket');
  run.send({ type: 'detach' });
  await run.done;
  const bucket = containerOf(fake, 'bucket');
  bucket.end(0);
  await expect.poll(() => bucket.status).toBe('exited');
  expect((await stopOf(engine)).told).toContain('here');
});

test('what a job does at an event is what the manifest says now, where it does', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await upOf(engine, job(''));
  const plan = await planOf(both);
  expect((await downOf(engine, { plan })).told).toContain('halted');
  const changed = await planOf(both.replace('dropped', 'mended'));
  expect((await downWithData(engine, { plan: changed })).told).toContain('mended');
});

test('an interrupt lets an event that has begun come to its end, and leaves the rest', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await upOf(engine, job('lifecycle: { delete: [sh, -c, "echo dropped; sleep infinity"] }'));
  const { done, send, events } = playDown(engine);
  await expect.poll(() => toldOf(events)).toContain('dropped');
  send({ type: 'stop' });
  [...fake.state.containers.values()].find(({ name, running }) => name.includes('bucket') && running)?.end(0);
  expect(await done).toMatchObject({ kind: 'stopped', complete: false });
  expect(toldOf(events)).toContain('bucket delete done');
  expect([...fake.state.containers.values()].map(({ name }) => name)).toContain('play-db-1');
});

test('a second interrupt kills the event, and what it was to remove stays', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await upOf(engine, job('lifecycle: { delete: [sh, -c, "sleep 60"] }'));
  const { done, send, events } = playDown(engine);
  await expect.poll(() => toldOf(events)).toContain('bucket delete');
  send({ type: 'stop' });
  send({ type: 'kill' });
  expect(await done).toMatchObject({ kind: 'stopped', complete: false });
  expect(toldOf(events)).not.toContain('volume play_data removed');
  expect(fake.state.volumes.has('play_data')).toBe(true);
});

test('events run in the reverse of the order of their starts, also over services between them', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  const event = (name: string, needs: string) =>
    `{ image: "busybox:1.36", command: "true", depends_on: [${needs}], lifecycle: { delete: [echo, "${name} gone"] } }`;
  await upOf(
    engine,
    `
services:
  proxy: ${lasting('depends_on: [account]')}
jobs:
  account: ${event('account', '')}
  bucket: ${event('bucket', 'proxy')}
  object: ${event('object', 'bucket')}
`,
  );
  const { told } = await downWithData(engine);
  const inOrder = told.filter((line) => / gone$|stopped$/.test(line));
  expect(inOrder).toEqual(['object gone', 'bucket gone', 'proxy stopped', 'account gone']);
});
