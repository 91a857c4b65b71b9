import { afterAll, expect, test } from 'vitest';
import { dockerEngine } from '../../src/engine/docker/docker-engine.ts';
import { usualPolicy } from '../../src/run/up-policy.ts';
import { projectFixture } from '../contract/project-fixture.ts';
import { playReset } from '../run/support/reset-play.ts';
import { planOf, playToEnd } from '../run/support/stage-play.ts';
import { describeWithEngine, engineHost } from './engine-available.ts';

const engine = dockerEngine(engineHost);
afterAll(() => engine.close());

const manifest = `
services:
  db:
    image: busybox:1.36
    init: true
    command: [sh, -c, "echo fresh > /data/row; sleep 1000"]
    volumes: [db-data:/data, /unnamed]
    ready: { file: /data/row }
  api: { image: "busybox:1.36", init: true, command: [sleep, "1000"] }
jobs:
  seed: { image: "busybox:1.36", command: "true", depends_on: [db] }
volumes: { db-data: }
`;

describeWithEngine('a reset', () => {
  const project = projectFixture(() => ({ engine, scratch: '/tmp', seenFrom: () => engine }));

  async function stack() {
    const { name, signal } = project();
    const plan = await planOf(manifest.replace('echo fresh', '[ -e /data/row ] || echo fresh'), name);
    const up = async (rerun: ReadonlySet<string> = new Set()) => {
      const { outcome } = await playToEnd(engine, plan, { policy: { ...usualPolicy, rerun } });
      expect(outcome).toMatchObject({ kind: 'ready' });
    };
    await up();
    const reset = async (what: 'restore' | 'keep') => {
      const { outcome, told } = await playReset(engine, plan, what);
      expect(outcome).toMatchObject({ complete: true });
      return told;
    };
    const inDb = async (script: string) => {
      const { containers } = await engine.observe(name, signal);
      const { handle = '' } = containers.find(({ unit }) => unit === 'db') ?? {};
      return (await engine.exec(handle, { kind: 'shell', script }, signal)).output.trim();
    };
    return { up, reset, inDb };
  }

  test('puts back all that was written since the data was kept, in volumes with and without a name', async () => {
    const { up, reset, inDb } = await stack();
    await reset('keep');
    await up();
    await inDb('echo changed > /data/row; touch /data/more /unnamed/more');
    expect(await reset('restore')).toEqual(['db#1', 'restored']);
    await up();
    expect(await inDb('cat /data/row; ls /data /unnamed | xargs')).toBe('fresh\n/data: row /unnamed:');
  });

  test('keeps the data as it is, and stops only who has it', async () => {
    const { up, reset, inDb } = await stack();
    await inDb('echo seeded > /data/row');
    expect(await reset('keep')).toEqual(['db#1', 'taken']);
    await up();
    expect(await inDb('cat /data/row')).toBe('seeded');
  });

  test('stops nobody where nothing was kept, or nothing was done since', async () => {
    const { up, reset } = await stack();
    expect(await reset('restore')).toEqual([]);
    await reset('keep');
    await up();
    expect(await reset('keep')).toEqual([]);
  });

  test('keeps the data anew where a job has run since', async () => {
    const { up, reset } = await stack();
    await reset('keep');
    await up(new Set(['seed']));
    expect(await reset('keep')).toEqual(['db#1', 'taken']);
  });
});
