import { describe, expect, test } from 'vitest';
import type { Build } from '../../../src/manifest/build-model.ts';
import { describeWithEngine } from '../engine-available.ts';
import { type Builder, buildFixture } from './build-fixture.ts';

/** A build that fails, and what is told of it after "could not build the image of "app": ". */
interface Failing {
  readonly what: string;
  readonly steps: readonly string[];
  readonly build?: Partial<Build>;
  readonly says: string | RegExp;
  readonly hint?: string;
  /** absent: with both */
  readonly builder?: Builder;
}

const failing: readonly Failing[] = [
  {
    what: 'a step whose command does not exist',
    steps: ['RUN nosuchcommand'],
    says: /^step 2 of \d, "RUN nosuchcommand", ended with exit code 127$/,
  },
  {
    what: 'a step of a named stage',
    steps: ['FROM base AS app', 'RUN exit 7'],
    says: /^step \d of \d, "app: RUN exit 7", ended with exit code 7$/,
    builder: 'buildkit',
  },
  {
    what: 'an instruction that there is not',
    steps: ['RNU true'],
    says: /^line 2 of the Dockerfile is wrong: unknown instruction: RNU/,
  },
  {
    what: 'a target that there is not',
    steps: [],
    build: { target: 'nosuchstage' },
    says: 'the Dockerfile has no stage "nosuchstage"',
    hint: 'look at "target" of the build',
  },
  {
    what: 'a file that the context does not have',
    steps: ['COPY nosuchfile /'],
    says: /^step 2 of \d, "COPY nosuchfile \/", wants "nosuchfile", which the build context does not have$/,
    hint: '.dockerignore',
  },
  {
    what: 'a network that there is not',
    steps: ['RUN true'],
    build: { network: 'nosuchnetwork' },
    says: /(?:this builder knows|the engine has) no network "nosuchnetwork"$/,
    hint: '"network" of the build',
  },
  {
    what: 'a name that no image can have',
    steps: [],
    build: { tags: ['Not A Name'] },
    says: /invalid reference format/,
  },
  {
    what: 'a step that wants the agent of a build that has none',
    steps: ['RUN --mount=type=ssh,required=true true'],
    says: /needs the ssh agent "default"$/,
    hint: 'name it under "ssh" of the build',
    builder: 'buildkit',
  },
  {
    what: 'a step that only the other builder knows',
    steps: ['RUN --mount=type=tmpfs,target=/tmp true'],
    says: 'the Dockerfile uses "--mount", which only BuildKit knows',
    hint: 'take DOCKER_BUILDKIT=0 away',
    builder: 'classic',
  },
  {
    what: 'secrets that the builder would leave out',
    steps: [],
    build: { secrets: [{ id: 'token', source: { kind: 'value', value: 'x' } }] },
    says: 'the classic builder knows no "secrets"',
    hint: 'take DOCKER_BUILDKIT=0 away',
    builder: 'classic',
  },
  {
    what: 'an agent that the builder would leave out',
    steps: [],
    build: { ssh: [{ id: 'default' }] },
    says: 'the classic builder knows no "ssh"',
    hint: 'take DOCKER_BUILDKIT=0 away',
    builder: 'classic',
  },
  {
    what: 'an isolation that only Windows has',
    steps: [],
    build: { isolation: 'hyperv' },
    says: /^unsupported isolation: "hyperv"$/i,
  },
  {
    what: 'a context that there is not',
    steps: [],
    build: { context: { kind: 'folder', path: '/nosuchfolder' } },
    says: 'the build context "/nosuchfolder" can not be read: it does not exist',
    hint: 'look at "context" of the build',
  },
  {
    what: 'a context that is a file',
    steps: [],
    build: { context: { kind: 'folder', path: '/etc/hostname' } },
    says: 'the build context "/etc/hostname" is no folder',
    hint: 'look at "context" of the build',
  },
  {
    what: 'a Dockerfile that there is not',
    steps: [],
    build: { dockerfile: '/nosuchfolder/Dockerfile' },
    says: 'the file "/nosuchfolder/Dockerfile" can not be read: it does not exist',
    hint: 'look at "dockerfile" of the build, which counts from its context',
  },
  {
    what: 'a Dockerfile within a context that the engine fetches',
    steps: [],
    build: { context: { kind: 'url', url: 'https://example.com/context.tar' }, dockerfileInline: 'FROM scratch' },
    says: /^"dockerfile_inline" does not go together/,
    hint: 'use a folder as the context',
  },
];

describeWithEngine('a build that fails', () => {
  describe.each(['buildkit', 'classic'] as const)('with %s', (builder) => {
    const builds = buildFixture(builder);

    test('names the step, its exit code and its last lines', async () => {
      const { build, write } = builds();
      const step = 'RUN seq 100; exit 3';
      await write({ Dockerfile: `FROM busybox:1.36\n${step}` });
      const failed = build();
      await expect(failed).rejects.toMatchObject({
        failure: {
          code: 'image-build',
          family: 'unit',
          message: expect.stringMatching(
            /^could not build the image of "app": step 2 of \d, "RUN seq 100; exit 3", ended with/,
          ),
          evidence: { exitCode: 3, logs: expect.arrayContaining(['89', '90']) },
        },
      });
      await expect(failed).rejects.not.toMatchObject({
        failure: { evidence: { logs: expect.arrayContaining(['10']) } },
      });
    });

    test.each(failing.filter((one) => one.builder === undefined || one.builder === builder))(
      'because of $what says so',
      async ({ steps, build, says, hint }) => {
        const { build: run, write } = builds();
        await write({ Dockerfile: ['FROM busybox:1.36 AS base', ...steps].join('\n') });
        const failed = await run(build).catch((error: unknown) => error);
        const start = 'could not build the image of "app": ';
        const found = (failed as { failure?: { message: string; hint?: string } }).failure;
        expect(found).toMatchObject({ code: 'image-build', message: expect.stringMatching(`^${start}`) });
        expect(found?.message.slice(start.length)).toMatch(says);
        if (hint !== undefined) expect(found?.hint).toContain(hint);
      },
    );
  });
});
