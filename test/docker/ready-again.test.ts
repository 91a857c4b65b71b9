import { afterAll, expect, test } from 'vitest';
import { dockerEngine } from '../../src/engine/docker/docker-engine.ts';
import { type Reset, readyAgain } from '../../src/run/reset/ready-again.ts';
import { systemClock } from '../../src/run/system-clock.ts';
import { projectFixture } from '../contract/project-fixture.ts';
import { stackOf } from '../run/support/stage-play.ts';
import { ownProcess } from '../support/test-host.ts';
import { describeWithEngine, engineHost } from './engine-available.ts';

const engine = dockerEngine(engineHost);
afterAll(() => engine.close());

const job = (line: string, after: string) => `
    image: busybox:1.36
    command: [sh, -c, "echo ${line} >> /data/rows"]
    volumes: [data:/data]
    depends_on: [${after}]`;

const manifest = `
services:
  db: { image: "busybox:1.36", init: true, command: [sleep, "1000"], volumes: [data:/data] }
jobs:
  migrate:${job('migrated', 'db')}
  seed:${job('seeded', 'migrate')}
volumes: { data: }
`;

describeWithEngine('a stack that is used again', () => {
  const project = projectFixture(() => ({ engine, scratch: '/tmp', seenFrom: () => engine }));

  /** Makes it ready, dirties its data, and makes it ready again; what its database then has. */
  async function usedTwice(reset: Reset): Promise<string> {
    const { name, signal } = project();
    const { manifest: known, plan } = await stackOf(manifest, name);
    const holder = { command: 'test', host: 'laptop', process: ownProcess, since: Date.now() };
    const options = { engine, clock: systemClock, holder, plan, manifest: known, reset };
    const ready = () => readyAgain(options, (begin) => begin(() => undefined).done);
    const inDb = async (script: string) => {
      const { containers } = await engine.observe(name, signal);
      const { handle = '' } = containers.find(({ unit }) => unit === 'db') ?? {};
      return (await engine.exec(handle, { kind: 'shell', script }, signal)).output.trim();
    };
    expect(await ready()).toMatchObject({ kind: 'ready' });
    await inDb('echo dirty >> /data/rows');
    expect(await ready()).toMatchObject({ kind: 'ready' });
    return await inDb('cat /data/rows | xargs');
  }

  test.each<[Reset, string]>([
    ['none', 'migrated seeded dirty'],
    ['seed', 'migrated seeded dirty seeded'],
    ['snapshot', 'migrated seeded'],
  ])('has with "reset: %s" in its database: %s', async (reset, rows) => {
    expect(await usedTwice(reset)).toBe(rows);
  });
});
