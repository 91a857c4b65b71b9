import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { describeWithEngine } from '../engine-available.ts';
import { buildFixture, docker } from './build-fixture.ts';

const content = 'tr0ub4dor & 3';
const sum = createHash('sha256').update(content).digest('hex');
const steps = 'FROM busybox:1.36\nRUN --mount=type=secret,id=token,required=true sha256sum /run/secrets/token';

describeWithEngine('secrets of a build', () => {
  const builds = buildFixture('buildkit');

  test.each(['file', 'value'] as const)('one from a %s is read by a step, and nowhere else', async (kind) => {
    const { build, folder, told, write } = builds();
    await write({ Dockerfile: steps, 'outside.txt': content, '.dockerignore': 'outside.txt' });
    const source = kind === 'file' ? { kind, path: join(folder, 'outside.txt') } : ({ kind, value: content } as const);
    const { id, lines, inspect } = await build({ secrets: [{ id: 'token', source }] });
    expect(lines.join()).toContain(sum);
    const image = docker.getImage(id);
    const archive = await buffer(await image.get());
    const everywhere = [told, await image.history(), await inspect()].map((one) => JSON.stringify(one));
    expect([...everywhere, archive.toString('latin1')].some((text) => text.includes(content))).toBe(false);
  });

  test('one that the build does not have is named', async () => {
    const { build, write } = builds();
    await write({ Dockerfile: steps });
    await expect(build()).rejects.toMatchObject({
      failure: {
        message: expect.stringContaining('needs the secret "token"'),
        hint: 'name it under "secrets" of the build',
      },
    });
  });

  test('one whose file is not there is named before the build begins', async () => {
    const { build, folder, told, write } = builds();
    await write({ Dockerfile: steps });
    const source = { kind: 'file', path: join(folder, 'nowhere') } as const;
    await expect(build({ secrets: [{ id: 'token', source }] })).rejects.toThrow(
      `the file of the secret "token", "${source.path}" can not be read: it does not exist`,
    );
    expect(told).toEqual([]);
  });
});
