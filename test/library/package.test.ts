import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const repository = join(import.meta.dirname, '..', '..');
const modules = join(repository, 'node_modules');

const consumer = `
import { inject } from 'vitest';
import { type Event, StackError, type Stack, up } from 'devstack';
import { devstack } from 'devstack/vitest';

export default devstack({ through: 'backend', onRerun: (stack) => stack.runJob('seed', { force: true }) });

export async function use(signal: AbortSignal): Promise<string> {
  await using stack: Stack = await up({ file: 'devstack.yaml', signal, onEvent: (event: Event) => event.type });
  const { exitCode } = await stack.exec('db', ['psql', '-c', 'select 1']);
  const code: number = exitCode;
  const provided: string | undefined = inject('devstack').services.web?.url;
  // @ts-expect-error a port is a number
  stack.url('web', '80');
  return [code, provided, stack.url('web')].join();
}

export const unitOf = (error: unknown): string => (error instanceof StackError ? error.unit : '');
`;

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'devstack-package-'));
  // The build is there already, and other tests use it.
  const packed = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: repository,
  });
  const [{ filename }] = JSON.parse(packed.stdout);
  const installed = join(folder, 'node_modules', 'devstack');
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', join(folder, filename), '-C', installed, '--strip-components=1']);
  for (const name of ['vitest', '@types']) await symlink(join(modules, name), join(folder, 'node_modules', name));
  await writeFile(join(folder, 'package.json'), '{"type": "module"}');
  await writeFile(join(folder, 'consumer.ts'), consumer);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the package, as it is installed', () => {
  test.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('has types for modules of %s found as by %s', async (module, resolution) => {
    const options = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2024', '--types', 'node'];
    const compiler = join(modules, 'typescript', 'bin', 'tsc');
    const lib = ['--lib', 'es2024,esnext.disposable'];
    const how = ['--module', module, '--moduleResolution', resolution];
    const checked = run(process.execPath, [compiler, ...options, ...lib, ...how, 'consumer.ts'], { cwd: folder });
    expect(await checked.catch((error: { readonly stdout: string }) => error)).toMatchObject({ stdout: '' });
  });

  test('has types that need neither those of Node nor the newest library of TypeScript', async () => {
    await writeFile(join(folder, 'plain.ts'), `import { up } from 'devstack';\nexport const stack = await up();\n`);
    const compiler = join(modules, 'typescript', 'bin', 'tsc');
    const options = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2022', '--types', ''];
    const how = ['--module', 'nodenext'];
    const checked = run(process.execPath, [compiler, ...options, ...how, 'plain.ts'], { cwd: folder });
    expect(await checked.catch((error: { readonly stdout: string }) => error)).toMatchObject({ stdout: '' });
  });

  test('is loaded without anything of its own dependencies', async () => {
    const script = `const { up, StackError } = await import('devstack'); console.log(typeof up, StackError.name);`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: folder });
    expect(stdout).toBe('function StackError\n');
  });
});
