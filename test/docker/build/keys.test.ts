import { describe, expect, test } from 'vitest';
import { isAtLeast } from '../../../src/engine/docker/api-version.ts';
import type { Build } from '../../../src/manifest/build-model.ts';
import { describeWithEngine } from '../engine-available.ts';
import { type Builder, buildFixture } from './build-fixture.ts';

/** What the steps of a Dockerfile show of a key of the build. */
interface Shown {
  readonly key: string;
  readonly shows: string;
  readonly steps: readonly string[];
  readonly build: Partial<Build>;
  /** lines among those that the build says */
  readonly says: readonly string[];
  /** the first API version whose BuildKit can do it; before it is told to be left out */
  readonly since?: string;
}

const leftOut = (key: string): string => `"${key}" is left out: this engine's builder can not do it`;
const both: readonly Builder[] = ['buildkit', 'classic'];

const cases: readonly Shown[] = [
  {
    key: 'args',
    shows: 'a value reaches the steps, and one that is not given leaves the default',
    steps: ['ARG FIRST=default', 'ARG SECOND=default', 'RUN echo "$FIRST and $SECOND"'],
    build: { args: new Map([['FIRST', 'a "b" & c=d']]) },
    says: ['a "b" & c=d and default'],
  },
  {
    key: 'target',
    shows: 'only the stages up to it are built',
    steps: ['RUN echo first stage', 'FROM base AS wanted', 'RUN echo wanted', 'FROM wanted', 'RUN exit 1'],
    build: { target: 'wanted' },
    says: ['first stage', 'wanted'],
  },
  {
    key: 'extra_hosts',
    shows: 'steps know the name',
    steps: [String.raw`RUN sed -n "s/\s\+db.test//p" /etc/hosts`],
    build: { extraHosts: ['db.test:10.9.8.7'] },
    says: ['10.9.8.7'],
  },
  {
    key: 'network',
    shows: 'steps have none',
    steps: ['RUN echo "only $(ls /sys/class/net)"'],
    build: { network: 'none' },
    says: ['only lo'],
  },
  {
    key: 'shm_size',
    shows: 'steps have that much shared memory',
    steps: [`RUN df -k /dev/shm | awk '{ print "kilobytes " $2 }'`],
    build: { shmSize: 32 * 1024 * 1024 },
    says: ['kilobytes 32768'],
    since: '1.42',
  },
  {
    key: 'ulimits',
    shows: 'steps are bounded by them',
    steps: ['RUN echo "$(ulimit -Sn) of $(ulimit -Hn)"'],
    build: { ulimits: { nofile: { soft: 1234, hard: 2345 } } },
    says: ['1234 of 2345'],
    since: '1.42',
  },
  {
    key: 'privileged',
    shows: 'is told to be left out',
    steps: [],
    build: { privileged: true },
    says: [leftOut('privileged')],
  },
];

describeWithEngine('keys of a build', () => {
  describe.each(both)('with %s', (builder) => {
    const builds = buildFixture(builder);

    test.each(cases)('$key: $shows', async ({ key, steps, build, says, since = '1.41' }) => {
      const { write, build: run, engine } = builds();
      const { apiVersion } = await engine.info(AbortSignal.timeout(10_000));
      const can = builder === 'classic' || isAtLeast(apiVersion, since);
      await write({ Dockerfile: ['FROM busybox:1.36 AS base', ...steps].join('\n') });
      expect((await run(build)).lines).toEqual(expect.arrayContaining(can ? [...says] : [leftOut(key)]));
    });
  });
});
