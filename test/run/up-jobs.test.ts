import { expect, test } from 'vitest';
import { startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { containerOf } from './support/stack.ts';
import { engineOf, planOf, play, playToEnd } from './support/stage-play.ts';

const secret = 'tok3n-sup3r-s3cret';

const withOutputs = `
jobs:
  seed:
    image: busybox:1.36
    command: [sh, -c, 'echo {"TOKEN":{"value":"${secret}"},"count":{"value":3}} > /devstack-output/outputs.json; echo token ${secret}']
    outputs: { TOKEN: { sensitive: true } }
services:
  api:
    image: busybox:1.36
    command: [sh, -c, "echo got $$TOKEN; sleep infinity"]
    depends_on: [seed]
`;

const environmentOf = (fake: Awaited<ReturnType<typeof startFakeEngine>>, name: string): readonly string[] =>
  [...fake.state.containers.values()].find((container) => container.name === name)?.body.Env ?? [];

test('outputs of a job reach the unit that names it, and a sensitive one no event, label or address', async () => {
  await using fake = await startFakeEngine();
  const { run, saw, events } = play(engineOf(fake), await planOf(withOutputs), {
    stay: 'while-running',
    followLogs: () => true,
  });
  expect(await saw('log', 'api')).toMatchObject({ line: 'got ••••' });
  run.send({ type: 'stop' });
  await run.done;
  const environment = environmentOf(fake, 'play-api-1');
  for (const entry of [`TOKEN=${secret}`, `DEVSTACK_OUTPUT_SEED_TOKEN=${secret}`, 'COUNT=3']) {
    expect(environment).toContain(entry);
  }
  const told = events.filter((event) => event.type !== 'log' || !event.instance.startsWith('seed'));
  expect(JSON.stringify(told)).not.toContain(secret);
  expect(fake.requests.map(({ url }) => url).join('\n')).not.toContain(encodeURIComponent(secret));
  const labels = [...fake.state.containers.values()].map(({ body }) => body.Labels);
  expect(JSON.stringify(labels)).not.toContain(secret);
});

test('a line that was shown before its value was known as sensitive is masked in what is kept', async () => {
  await using fake = await startFakeEngine();
  const { run, saw } = play(engineOf(fake), await planOf(withOutputs), {
    stay: 'while-running',
    followLogs: () => true,
  });
  await saw('log', 'seed');
  await saw('unit.completed', 'seed');
  expect(run.view.logsOf('seed#1').last(10)).toEqual(['token ••••']);
  run.send({ type: 'stop' });
  await run.done;
});

test('a container that waits for a job without outputs is made ahead, and made anew where the job has written some', async () => {
  const made = async (script: string) => {
    await using fake = await startFakeEngine();
    const plan = await planOf(`
services: { web: { image: "busybox:1.36", command: [sh, -c, "sleep infinity"], depends_on: [migrate] } }
jobs: { migrate: { image: "busybox:1.36", command: [sh, -c, '${script}'] } }
`);
    const { run, saw, order } = play(engineOf(fake), plan);
    await Promise.all([saw('unit.running', 'migrate'), saw('unit.created', 'web')]);
    containerOf(fake, 'migrate').end(0);
    expect(await run.done).toEqual({ kind: 'ready', changed: true });
    return {
      times: order('unit.created').filter((unit) => unit === 'web').length,
      environment: containerOf(fake, 'web').body.Env,
    };
  };
  expect(await made('sleep infinity')).toMatchObject({ times: 1 });
  const written = await made('echo {"SCHEMA":{"value":"42"}} > /devstack-output/outputs.json; sleep infinity');
  expect(written).toMatchObject({ times: 2, environment: expect.arrayContaining(['SCHEMA=42']) });
});

test('a job runs once, and its outputs are there for a unit that comes later', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await playToEnd(engine, await planOf(withOutputs));
  const changed = withOutputs.replace('got', 'now has');
  const { outcome, events, order } = await playToEnd(engine, await planOf(changed));
  expect(outcome).toEqual({ kind: 'ready', changed: true });
  expect(events).toContainEqual(expect.objectContaining({ type: 'unit.completed', instance: 'seed#1', by: 'replay' }));
  expect(order('unit.created')).toEqual(['api']);
  expect(environmentOf(fake, 'play-api-1')).toContain(`TOKEN=${secret}`);
});

const job = (extra: string) => `
jobs:
  migrate: { image: "busybox:1.36", command: [sh, -c, "echo ran"], ${extra} }
`;

test.each([
  ['its environment', job('environment: { A: one }'), job('environment: { A: two }'), 'environment: A changed'],
  ['its command', job(''), job('').replace('ran', 'done'), 'command changed'],
])('a job runs again when %s changed, and says why', async (_, before, after, cause) => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await playToEnd(engine, await planOf(before));
  const { events } = await playToEnd(engine, await planOf(after));
  const planned = events.find((event) => event.type === 'run.planned');
  expect(planned).toMatchObject({ steps: [{ instance: 'migrate#1', action: 'run', cause }] });
  expect(events).toContainEqual(expect.objectContaining({ type: 'unit.completed', by: 'run' }));
});

test('a job that runs once runs no more whatever changes, and its plan says why', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await playToEnd(engine, await planOf(job('run: once')));
  const { events } = await playToEnd(engine, await planOf(job('run: once, environment: { A: new }')));
  const steps = [{ instance: 'migrate#1', action: 'keep', cause: 'has completed for this data' }];
  expect(events).toContainEqual(expect.objectContaining({ type: 'run.planned', steps }));
  expect(events).toContainEqual(expect.objectContaining({ type: 'unit.completed', by: 'replay' }));
});

test('a job that runs once runs until it has succeeded', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  await playToEnd(engine, await planOf(job('run: once').replace('echo ran', 'exit 1')));
  const { events } = await playToEnd(engine, await planOf(job('run: once')));
  expect(events).toContainEqual(expect.objectContaining({ type: 'unit.completed', by: 'run' }));
});

test('a failed job tells its exit code and last lines, blocks what needs it, and runs again next time', async () => {
  await using fake = await startFakeEngine();
  const engine = engineOf(fake);
  const text = `
jobs:
  migrate: { image: "busybox:1.36", command: [sh, -c, "echo syntax error; exit 2"] }
services:
  db: { image: "busybox:1.36", command: [sh, -c, "sleep infinity"] }
  api: { image: "busybox:1.36", command: [sh, -c, "sleep infinity"], depends_on: [migrate] }
`;
  const { outcome, run } = await playToEnd(engine, await planOf(text));
  expect(outcome).toMatchObject({
    kind: 'failed',
    failures: [{ failure: { code: 'job-exit', evidence: { exitCode: 2, logs: ['syntax error'] } } }],
  });
  expect(run.view.states.get('api#1')).toMatchObject({ phase: 'canceled' });
  expect(run.view.states.get('db#1')).toMatchObject({ phase: 'ready' });
  const again = await playToEnd(engine, await planOf(text.replace('; exit 2', '')));
  expect(again.outcome).toEqual({ kind: 'ready', changed: true });
});

test('a job that takes too long is stopped, and that is its failure', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(`
jobs: { slow: { image: "busybox:1.36", command: [sh, -c, "sleep infinity"], timeout: 100ms } }
`);
  const { outcome } = await playToEnd(engineOf(fake), plan);
  expect(outcome).toMatchObject({ kind: 'failed', failures: [{ failure: { code: 'job-timeout' } }] });
});

test('outputs that are not usable are the failure of the job that wrote them, and are not quoted', async () => {
  await using fake = await startFakeEngine();
  const plan = await planOf(`
jobs: { seed: { image: "busybox:1.36", command: [sh, -c, "echo ${secret} > /devstack-output/outputs.json"] } }
`);
  const { outcome } = await playToEnd(engineOf(fake), plan);
  const message = 'the outputs of job "seed" are not usable: the file is not JSON';
  expect(outcome).toMatchObject({ failures: [{ failure: { code: 'outputs-invalid', message } }] });
  expect(JSON.stringify(outcome)).not.toContain(secret);
});
