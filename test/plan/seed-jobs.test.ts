import { expect, test } from 'vitest';
import { seedJobs } from '../../src/plan/seed-jobs.ts';
import { planOf } from '../run/support/stage-play.ts';

const job = (extra = '') => `{ image: "busybox:1.36", command: "true", ${extra} }`;

test.each([
  ['the jobs at the end of a chain', `migrate: ${job()}\n  seed: ${job('depends_on: [migrate]')}`, ['seed']],
  ['all of them where none waits for another', `users: ${job()}\n  shops: ${job()}`, ['users', 'shops']],
  ['none that brings its own migrations', `migrate: ${job('migrations: { files: "m/*.sql" }')}`, []],
  ['none that runs once', `import: ${job('run: once')}`, []],
  ['none that has a time of its own', `nightly: ${job('schedule: "0 3 * * *"')}\n  seed: ${job()}`, ['seed']],
])('seeds are %s', async (_, jobs, seeds) => {
  expect(seedJobs(await planOf(`jobs:\n  ${jobs}`))).toEqual(seeds);
});
