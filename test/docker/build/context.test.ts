import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { describe, expect, test } from 'vitest';
import { describeWithEngine } from '../engine-available.ts';
import { buildFixture } from './build-fixture.ts';

const listing = 'FROM busybox:1.36\nCOPY . /context\nRUN cd /context && find . -type f | sort';

interface Ignored {
  readonly shows: string;
  readonly files: readonly string[];
  readonly ignore: Readonly<Record<string, string>>;
  readonly arrive: readonly string[];
}

const ignored: readonly Ignored[] = [
  {
    shows: 'what a .dockerignore names stays out, and what it takes back does not',
    files: ['README.md', 'log/a.txt', 'src/a.ts', 'src/deep/b.ts', 'src/deep/b.js'],
    ignore: { '.dockerignore': '# only sources\n*\n!src/**/*.ts\n' },
    arrive: ['./src/a.ts', './src/deep/b.ts'],
  },
  {
    shows: 'the Dockerfile and the ignore file may stay out as well',
    files: ['a'],
    ignore: { '.dockerignore': '.dockerignore\nDockerfile' },
    arrive: ['./a'],
  },
  {
    shows: 'the ignore file of the Dockerfile itself wins',
    files: ['a', 'b'],
    ignore: { '.dockerignore': 'a', 'Dockerfile.dockerignore': 'b\n*ockerfile*\n.*' },
    arrive: ['./a'],
  },
  {
    shows: 'a folder that is ignored comes with what is taken back of it',
    files: ['node_modules/a/index.js', 'node_modules/keep/index.js'],
    ignore: { '.dockerignore': 'node_modules\n!node_modules/keep\n.dockerignore\nDockerfile' },
    arrive: ['./node_modules/keep/index.js'],
  },
];

describeWithEngine('what a build gets to see', () => {
  describe.each(['buildkit', 'classic'] as const)('with %s', (builder) => {
    const builds = buildFixture(builder);

    test.each(ignored)('$shows', async ({ files, ignore, arrive }) => {
      const { build, write } = builds();
      await write({ Dockerfile: listing, ...Object.fromEntries(files.map((file) => [file, file])), ...ignore });
      expect((await build()).lines).toEqual(arrive);
    });

    test.each([
      { where: 'under its usual name', path: 'Dockerfile', build: {} },
      { where: 'under its usual name in lower case', path: 'dockerfile', build: {} },
      {
        where: 'under a name of its own in a folder',
        path: 'build/app.Dockerfile',
        build: { dockerfile: 'build/app.Dockerfile' },
      },
    ])('the Dockerfile is found $where', async ({ path, build: more }) => {
      const { build, write } = builds();
      await write({ [path]: 'FROM busybox:1.36\nCOPY note /\nRUN cat /note', note: 'found' });
      expect((await build(more)).lines).toEqual(['found']);
    });

    test.each([
      { named: 'by its way out of the context', nameOf: () => '../outside/Dockerfile' },
      { named: 'by its absolute path', nameOf: (folder: string) => join(folder, 'outside', 'Dockerfile') },
    ])('a Dockerfile outside the context, $named, comes with its own ignore file', async ({ nameOf }) => {
      const { build, folder, write } = builds();
      await write({
        'outside/Dockerfile': listing,
        'outside/Dockerfile.dockerignore': 'secret.txt',
        'inside/Dockerfile': 'FROM scratch',
        'inside/secret.txt': 'secret',
        'inside/note': 'note',
      });
      const context = { kind: 'folder', path: join(folder, 'inside') } as const;
      expect((await build({ context, dockerfile: nameOf(folder) })).lines).toEqual(['./Dockerfile', './note']);
    });

    test('a Dockerfile that the manifest holds sees the context and leaves no trace in it', async () => {
      const { build, write } = builds();
      await write({ note: 'note', Dockerfile: 'FROM scratch' });
      expect((await build({ dockerfileInline: listing })).lines).toEqual(['./Dockerfile', './note']);
    });

    test('a Dockerfile that the manifest holds is built anew when it changes', async () => {
      const { build, name } = builds();
      const inline = (word: string) => `FROM busybox:1.36\nRUN echo ${name} ${word}`;
      await build({ dockerfileInline: inline('one'), noCache: false });
      expect((await build({ dockerfileInline: inline('two'), noCache: false })).lines).toEqual([`${name} two`]);
    });

    test('files arrive with their content and mode, links as links, and folders although they are empty', async () => {
      const { build, folder, write } = builds();
      const script = `cd /context && stat -c '%A %n' * | sort -k 2 && readlink link && cat 'größe.bin' | wc -c && cat link`;
      await write({
        Dockerfile: `FROM busybox:1.36\nCOPY . /context\nRUN ${script}`,
        '.dockerignore': 'Dockerfile\n.*',
      });
      await writeFile(join(folder, 'größe.bin'), randomBytes(3_000_001));
      await writeFile(join(folder, 'run.sh'), 'hello\n');
      await chmod(join(folder, 'run.sh'), 0o750);
      await symlink('run.sh', join(folder, 'link'));
      await mkdir(join(folder, 'empty'), { mode: 0o700 });
      const { lines } = await build();
      expect(lines).toEqual([
        'drwx------ empty',
        '-rw-r--r-- größe.bin',
        'lrwxrwxrwx link',
        '-rwxr-x--- run.sh',
        'run.sh',
        '3000001',
        'hello',
      ]);
    });

    test('a file that a step names by a link is found where the link leads', async () => {
      const { build, folder, write } = builds();
      const steps = ['COPY link/note /', 'COPY *.txt /texts/', 'RUN cat /note /texts/a.txt'];
      await write({
        Dockerfile: ['FROM busybox:1.36', ...steps].join('\n'),
        'real/note': 'note\n',
        'deep/text': 'text\n',
      });
      await symlink('real', join(folder, 'link'));
      await symlink('deep/text', join(folder, 'a.txt'));
      expect((await build()).lines).toEqual(['note', 'text']);
    });

    test('a file that changes is built in anew, and one that only got a new date is not', async () => {
      const { build, folder, write } = builds();
      const cached = { noCache: false };
      await write({ Dockerfile: 'FROM busybox:1.36\nCOPY note /\nRUN cat /note', note: `${folder} one` });
      await build(cached);
      await utimes(join(folder, 'note'), new Date(0), new Date(0));
      expect((await build(cached)).lines).toEqual([]);
      await write({ note: `${folder} two` });
      expect((await build(cached)).lines).toEqual([`${folder} two`]);
    });

    test('a context may be an archive that the engine fetches itself', async () => {
      const { build } = builds();
      const archive = pack();
      archive.entry({ name: 'other.Dockerfile' }, 'FROM busybox:1.36\nCOPY note /\nRUN cat /note');
      archive.entry({ name: 'note' }, 'from afar');
      archive.finalize();
      const bytes = await buffer(archive);
      const server = createServer((_, response) => response.setHeader('content-type', 'application/x-tar').end(bytes));
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/context.tar`;
      const { lines } = await build({ context: { kind: 'url', url }, dockerfile: 'other.Dockerfile' });
      expect(lines).toContain('from afar');
      server.closeAllConnections();
      server.close();
    });
  });
});
