import { describe } from 'vitest';
import { dockerEngine } from '../../src/engine/docker/docker-engine.ts';
import { testHost } from '../support/test-host.ts';

/** Where the real engine of these tests is: DOCKER_HOST, else the usual socket. */
const address = process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock';

/** The machine of these tests as devstack sees it, with the real engine. */
export const engineHost = testHost({ environment: { ...process.env, DOCKER_HOST: address }, name: 'laptop' });

async function answers(): Promise<boolean> {
  const engine = dockerEngine(engineHost);
  try {
    await engine.info(AbortSignal.timeout(5_000));
    return true;
  } catch {
    return false;
  } finally {
    engine.close();
  }
}

/** A suite that needs a real engine: skipped by name where none answers, except in CI, where it then fails. */
export const describeWithEngine = describe.skipIf(process.env.CI === undefined && !(await answers()));
