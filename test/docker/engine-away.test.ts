import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dockerEngine } from '../../src/engine/docker/docker-engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { systemClock } from '../../src/run/system-clock.ts';
import { playDown } from '../run/support/down-play.ts';
import { lasting } from '../run/support/stack.ts';
import { planOf, play } from '../run/support/stage-play.ts';
import { describeWithEngine, engineHost } from './engine-available.ts';

const project = 'devstack-away';
const address = new URL(engineHost.environment.DOCKER_HOST ?? '');
const upstream =
  address.protocol === 'unix:' ? { path: address.pathname } : { host: address.hostname, port: Number(address.port) };

/** The real engine behind a socket that can be taken away; what the project has there is taken down in the end. */
async function reachable() {
  const folder = await mkdtemp(join(tmpdir(), 'devstack-away-'));
  const path = join(folder, 'docker.sock');
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(upstream);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one
        .on('error', () => undefined)
        .on('close', () => {
          open.delete(one);
          other.destroy();
        });
      one.pipe(other);
    }
  });
  const comeBack = () => new Promise<void>((resolve) => server.listen(path, resolve));
  const goAway = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of open) socket.destroy();
    });
  await comeBack();
  const environment = { ...engineHost.environment, DOCKER_HOST: `unix://${path}` };
  const engine: Engine = dockerEngine({ ...engineHost, environment });
  return {
    engine,
    goAway,
    comeBack,
    async [Symbol.asyncDispose]() {
      engine.close();
      await goAway();
      await rm(folder, { recursive: true, force: true });
      const direct = dockerEngine(engineHost);
      await playDown(direct, systemClock, project).done;
      direct.close();
    },
  };
}

/** How long it is out of reach, ms: longer than a few calls that are made again. */
const outage = 300;

describeWithEngine('a real engine that goes out of reach', () => {
  test('while containers are made and started fails nothing', async () => {
    await using real = await reachable();
    const services = Array.from({ length: 8 }, (_, at) => `  s${at}: ${lasting('init: true')}`).join('\n');
    const { run, saw, order } = play(real.engine, await planOf(`services:\n${services}`, project));
    await saw('unit.created');
    await real.goAway();
    await saw('warning');
    await real.comeBack();
    expect(await run.done).toEqual({ kind: 'ready', changed: true });
    expect(new Set(order('unit.ready')).size).toBe(8);
  });

  test('while a job runs and a service is probed loses neither', async () => {
    await using real = await reachable();
    const plan = await planOf(
      `
jobs: { seed: { image: "busybox:1.36", command: [sh, -c, "sleep 1.2; exit 0"] } }
services:
  db: ${lasting('ready: { exec: ["sh", "-c", "test -e /up || { touch /up; false; }"], period: 1s }, init: true')}
  web: ${lasting('depends_on: [seed, db], init: true')}
`,
      project,
    );
    const { run, saw, order } = play(real.engine, plan);
    await Promise.all([saw('unit.running', 'seed'), saw('unit.probe', 'db')]);
    await real.goAway();
    await saw('warning');
    await real.comeBack();
    expect(await run.done).toEqual({ kind: 'ready', changed: true });
    expect(order('unit.completed')).toEqual(['seed']);
  });

  test('while units are taken down leaves nothing behind', async () => {
    await using real = await reachable();
    const unit = (more: string) => lasting(`stop_grace_period: 2s, ${more}`);
    const plan = await planOf(`services: { a: ${unit('')}, b: ${unit('depends_on: [a]')} }`, project);
    await play(real.engine, plan).run.done;
    const { done, events } = playDown(real.engine, systemClock, project);
    await expect.poll(() => events.some(({ type }) => type === 'unit.stopping')).toBe(true);
    await real.goAway();
    await systemClock.sleep(outage, AbortSignal.timeout(60_000));
    await real.comeBack();
    expect(await done).toEqual({ kind: 'stopped', wasReady: true, complete: true });
    expect((await real.engine.observe(project, AbortSignal.timeout(10_000))).containers).toEqual([]);
  });
});
