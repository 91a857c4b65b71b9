import { expect, test } from 'vitest';
import type { UnitIntent } from '../../src/core/event.ts';
import { startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { engineOf, type Play, planOf, play } from './support/stage-play.ts';

const unit = (extra = '') =>
  `{ image: "busybox:1.36", command: [sh, -c, "sleep infinity"], stop_grace_period: 1s, ${extra} }`;
const chain = `
services:
  first: ${unit()}
  second: ${unit('depends_on: [first]')}
  third: ${unit('depends_on: [second]')}
`;

/** A stack that somebody stays with, ready. */
async function ready(text: string) {
  const fake = await startFakeEngine();
  const played = play(engineOf(fake), await planOf(text), { stay: 'until-left' });
  await played.saw('run.ready');
  return { fake, ...played };
}

/** Asks for something, and resolves with what was told until it came to this. */
async function asked(
  { run, events }: Pick<Play, 'run' | 'events'>,
  intent: UnitIntent,
  isThrough: (told: readonly string[]) => boolean,
): Promise<readonly string[]> {
  const from = events.length;
  const told = () =>
    events.slice(from).flatMap((event) => ('instance' in event ? [`${event.type} ${event.instance}`] : [event.type]));
  run.send(intent);
  await expect.poll(told).toSatisfy(isThrough);
  return told();
}

const has = (line: string) => (told: readonly string[]) => told.includes(line);
const of = (told: readonly string[], type: string) =>
  told.flatMap((line) => (line.startsWith(`${type} `) ? [line.slice(type.length + 1)] : []));

test('a restart stops and starts that unit alone', async () => {
  const { fake, run, events } = await ready(chain);
  await using _ = fake;
  const told = await asked(
    { run, events },
    { type: 'restart-units', instances: ['second#1'], dependents: false },
    has('unit.ready second#1'),
  );
  expect([of(told, 'unit.stopped'), of(told, 'unit.started')]).toEqual([['second#1'], ['second#1']]);
  run.send({ type: 'detach' });
  expect(await run.done).toEqual({ kind: 'detached' });
});

test('a restart with dependents stops them in reverse order and starts them in order', async () => {
  const { fake, run, events } = await ready(chain);
  await using _ = fake;
  const told = await asked(
    { run, events },
    { type: 'restart-units', instances: ['second#1'], dependents: true },
    has('unit.ready third#1'),
  );
  expect(of(told, 'unit.stopped')).toEqual(['third#1', 'second#1']);
  expect(of(told, 'unit.started')).toEqual(['second#1', 'third#1']);
  run.send({ type: 'detach' });
  await run.done;
});

test('a unit that was stopped stays so until it is started, and the run goes on', async () => {
  const { fake, run, events } = await ready(chain);
  await using _ = fake;
  await asked({ run, events }, { type: 'stop-units', instances: ['third#1'] }, has('unit.stopped third#1'));
  expect(run.view.states.get('third#1')).toMatchObject({ phase: 'stopped', reason: 'asked for' });
  const told = await asked({ run, events }, { type: 'start-units', instances: ['third#1'] }, has('unit.ready third#1'));
  expect(of(told, 'unit.started')).toEqual(['third#1']);
  run.send({ type: 'detach' });
  await run.done;
});

test('a unit that waits starts at once when that is asked for', async () => {
  await using fake = await startFakeEngine();
  const text = `
services:
  first: ${unit('ready: { exec: ["false"] }')}
  second: ${unit('depends_on: [first]')}
`;
  const { run, events, saw } = play(engineOf(fake), await planOf(text), { stay: 'until-left' });
  await saw('unit.probing', 'first');
  await asked({ run, events }, { type: 'start-units', instances: ['second#1'] }, has('unit.ready second#1'));
  expect(run.view.states.get('first#1')).toMatchObject({ phase: 'probing' });
  run.send({ type: 'kill' });
  await run.done;
});

const withJob = `
jobs:
  seed: { image: "busybox:1.36", command: [sh, -c, "exit 0"] }
services:
  api: ${unit('depends_on: [seed]')}
`;

test('a job that has nothing new to do is replayed, unless what is remembered is to be forgotten', async () => {
  const { fake, run, events } = await ready(withJob);
  await using _ = fake;
  const again = (forget: boolean) =>
    asked({ run, events }, { type: 'run-jobs', instances: ['seed#1'], forget }, has('unit.completed seed#1'));
  expect(of(await again(false), 'unit.running')).toEqual([]);
  expect(of(await again(true), 'unit.running')).toEqual(['seed#1']);
  expect(of(await again(false), 'unit.running')).toEqual([]);
  run.send({ type: 'detach' });
  await run.done;
});

test('what had failed is run again, and what waited for it goes on until all is ready', async () => {
  await using fake = await startFakeEngine();
  const text = `
jobs:
  seed: { image: "busybox:1.36", command: [sh, -c, "exit 3"] }
services:
  api: ${unit('depends_on: [seed]')}
`;
  const plan = await planOf(text);
  const { run, events, saw } = play(engineOf(fake), plan, { stay: 'until-left' });
  await saw('unit.canceled', 'api');
  const failedAgain = (told: readonly string[]) => of(told, 'unit.canceled').includes('api#1');
  const told = await asked({ run, events }, { type: 'start-units', instances: ['seed#1'] }, failedAgain);
  expect(of(told, 'unit.failed')).toEqual(['seed#1']);
  const mended = await planOf(text.replace('exit 3', 'exit 0'));
  await run.replan(mended, new Set(mended.units.keys()));
  await saw('run.ready');
  run.send({ type: 'detach' });
  expect(await run.done).toEqual({ kind: 'detached' });
});

test('what is asked for while another run works on the stack waits for it', async () => {
  const { fake, run, events } = await ready(chain);
  await using _ = fake;
  const slow = await planOf(`services: { first: ${unit()}, other: ${unit('ready: { exec: ["false"] }')} }`);
  const other = play(engineOf(fake), slow);
  await other.saw('unit.probing', 'other');
  const told = asked(
    { run, events },
    { type: 'restart-units', instances: ['first#1'], dependents: false },
    has('run.waiting'),
  );
  expect(of(await told, 'unit.stopped')).toEqual([]);
  other.run.send({ type: 'detach' });
  await other.run.done;
  await expect.poll(() => run.view.states.get('first#1')?.phase).toBe('ready');
  run.send({ type: 'detach' });
  await run.done;
});
