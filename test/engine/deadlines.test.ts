import { expect, test } from 'vitest';
import { connect } from '../../src/engine/docker/connect.ts';
import { dockerEngine } from '../../src/engine/docker/docker-engine.ts';
import { stopContainer } from '../../src/engine/docker/stop-container.ts';
import { specOf } from '../support/engine-things.ts';
import { startFakeEngine } from './fake-engine/start-fake-engine.ts';

/** Longest that a test may take, ms. */
const bound = 20_000;
const noAnswer = { failure: { message: expect.stringContaining('gave no answer in time') } };

test(
  'a stop that the engine never answers is given up after its grace period and some more',
  async () => {
    await using fake = await startFakeEngine();
    const { docker } = await connect(fake.host, AbortSignal.timeout(bound));
    const handle = fake.state.create('lasting', { Image: 'busybox:1.36', Cmd: ['sleep', 'infinity'] }).id;
    fake.inject({ match: /POST .*\/stop/, effect: { kind: 'hang' } });
    await expect(
      stopContainer(docker, handle, AbortSignal.timeout(bound), { graceMs: 50, marginMs: 50 }),
    ).rejects.toMatchObject(noAnswer);
  },
  bound,
);

test.each([
  ['that does what is asked', '/containers/create'],
  ['that is looked for', /^GET \/(_ping|version)/],
])(
  'a time limit of whoever asks is told as the silence of the engine %s',
  async (_, match) => {
    await using fake = await startFakeEngine();
    fake.inject({ match, effect: { kind: 'hang' }, times: 2 });
    const made = dockerEngine(fake.host).create(specOf('p', 'true'), {}, AbortSignal.timeout(100));
    await expect(made).rejects.toMatchObject(noAnswer);
  },
  bound,
);
