import { existsSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { dockerEngine } from '../../src/engine/docker/docker-engine.ts';
import { mixedEngine } from '../../src/engine/mixed-engine.ts';
import { projectFixture } from '../contract/project-fixture.ts';
import { describeWithEngine, engineHost } from './engine-available.ts';

const engine = mixedEngine(dockerEngine(engineHost), engineHost);
afterAll(() => engine.close());

/** Whether this machine shows the control group of a container. */
const isSeen = (id: string): boolean =>
  ['/sys/fs/cgroup', '/sys/fs/cgroup/unified'].some((root) =>
    [`docker/${id}`, `system.slice/docker-${id}.scope`].some((group) => existsSync(`${root}/${group}/cgroup.events`)),
  );

describeWithEngine('the end of a container that is stopped', () => {
  const project = projectFixture(() => ({ engine, scratch: '/tmp', seenFrom: () => engine }));

  /** What is told of one more container's stop, in order, and whether its group is shown. */
  async function stopOneMore() {
    const { bringUp, signal } = project();
    const handle = await bringUp("trap 'exit 0' TERM; echo up; sleep infinity & wait");
    const isShown = isSeen(handle);
    const told: string[] = [];
    await engine.stop(handle, signal, undefined, () => told.push('empty'));
    told.push('stopped');
    await engine.remove(handle, { volumes: true }, signal);
    return { isShown, told };
  }

  test('is told before the engine is through with it, where this machine shows it', async () => {
    // A machine that halts for as long as the engine takes has nothing to tell before it.
    await expect
      .poll(stopOneMore, { timeout: 20_000 })
      .toSatisfy(({ isShown, told }) => told.join() === (isShown ? 'empty,stopped' : 'stopped'));
  });
});
