import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { devstack } from '../../e2e/support/devstack.ts';
import { uniqueProject } from '../../support/engine-things.ts';
import { describeWithEngine } from '../engine-available.ts';
import { bringUp, type Stack } from './harness.ts';
import { base, serviceText } from './key-cases.ts';

const fileOf = (services: Readonly<Record<string, string>>): string =>
  [base, 'services:', ...Object.entries(services).map(([name, body]) => serviceText(name, body))].join('\n');

/** Names of the services that have a container, in the order of the alphabet. */
const unitsOf = async ({ docker, project }: Stack): Promise<readonly string[]> => {
  const filters = { label: [`com.docker.compose.project=${project}`] };
  const found = await docker.listContainers({ all: true, filters });
  const names = found.flatMap(({ Labels }) => Labels['com.docker.compose.service'] ?? []);
  return names.toSorted();
};

describeWithEngine('keys that decide about more than one container', () => {
  const profiled = fileOf({ always: '', one: 'profiles: [one, other]', two: 'profiles: [two]' });

  test('"profiles" leave a service out that nobody asked for', async () => {
    await using stack = await bringUp(profiled);
    expect(await unitsOf(stack)).toEqual(['always']);
  });

  test('"profiles" that are asked for bring their services', async () => {
    await using stack = await bringUp(profiled, { profiles: ['other'] });
    expect(await unitsOf(stack)).toEqual(['always', 'one']);
  });

  test('"provider" without an image is told to be ignored, and what needs it runs', async () => {
    const app = serviceText('app', 'depends_on: [cloud]');
    await using stack = await bringUp(`${base}services:\n  cloud: { provider: { type: cloud } }\n${app}`);
    expect(stack.warnings).toEqual([expect.stringMatching(/"provider" of service "cloud" is ignored/)]);
    expect(await unitsOf(stack)).toEqual(['app']);
  });

  test('"depends_on.restart" starts a service anew when what it needs was replaced, and no other', async () => {
    const text = (mode: string) =>
      fileOf({
        db: `environment: { MODE: ${mode} }`,
        app: 'depends_on: { db: { condition: service_started, restart: true } }',
        other: 'depends_on: { db: { condition: service_started } }',
      });
    await using stack = await bringUp(text('one'));
    const stateOf = async (name: string) => {
      const { Id, State } = await stack.unit(name).inspect();
      return { id: Id, start: State.StartedAt };
    };
    const [app, other] = [await stateOf('app'), await stateOf('other')];
    await stack.again(text('two'));
    expect(await stack.unit('db').sh('echo $MODE')).toBe('two');
    expect((await stateOf('app')).start).not.toBe(app.start);
    expect(await stateOf('other')).toEqual(other);
  });

  test('"network_mode", "ipc", "pid", "volumes_from" and "links" follow what they share into its new container', async () => {
    const text = (mode: string) =>
      fileOf({
        shared: `ipc: shareable\nvolumes: [/data]\nenvironment: { MODE: ${mode} }`,
        net: 'network_mode: service:shared',
        ipc: 'ipc: service:shared',
        pid: 'pid: service:shared',
        mnt: 'volumes_from: [shared]',
        bridged: `network_mode: bridge\nenvironment: { MODE: ${mode} }`,
        linked: 'network_mode: bridge\nlinks: ["bridged:other"]',
      });
    await using stack = await bringUp(text('one'));
    await stack.again(text('two'));
    const namespace = (unit: string, kind: string) => stack.unit(unit).sh(`readlink /proc/self/ns/${kind}`);
    for (const kind of ['net', 'ipc', 'pid']) expect(await namespace(kind, kind)).toBe(await namespace('shared', kind));
    await stack.unit('shared').sh('echo new > /data/file');
    expect(await stack.unit('mnt').sh('cat /data/file')).toBe('new');
    const { NetworkSettings } = await stack.unit('bridged').inspect();
    const hosts = await stack.unit('linked').sh("awk '/other/ { print $1 }' /etc/hosts");
    expect(hosts).toBe(NetworkSettings.Networks.bridge?.IPAddress);
  });

  test('"volumes" without a name outlive a new container, and go with the last one', async () => {
    const text = (mode: string) => fileOf({ app: `volumes: [/data]\nenvironment: { MODE: ${mode} }` });
    await using stack = await bringUp(text('one'));
    await stack.unit('app').sh('echo kept > /data/file');
    await stack.again(text('two'));
    expect(await stack.unit('app').sh('cat /data/file; echo $MODE')).toBe('kept\ntwo');
    const [volume] = (await stack.unit('app').inspect()).Mounts;
    await stack.takeDown();
    await expect(stack.docker.getVolume(volume?.Name ?? '').inspect()).rejects.toMatchObject({ statusCode: 404 });
  });

  test('"storage_opt" is handed to the engine, which may refuse it', async () => {
    const text = fileOf({ app: 'storage_opt: { size: 1G }' });
    const seen = await bringUp(text, { policy: { startNothing: true } }).then(
      async (stack) => {
        await using _ = stack;
        return Reflect.get((await stack.unit('app').inspect()).HostConfig, 'StorageOpt');
      },
      (error: Error) => error.message,
    );
    expect([
      { size: '1G' },
      expect.stringMatching(/^could not create the container ".*": --storage-opt/),
    ]).toContainEqual(seen);
  });

  test('"attach" false keeps a service’s output from the terminal', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'devstack-attach-'));
    const text = fileOf({
      loud: 'command: [sh, -c, "echo heard; sleep 2"]',
      quiet: 'attach: false\ncommand: [sh, -c, "echo unheard; sleep 2"]',
    });
    await writeFile(join(folder, 'compose.yaml'), text);
    const args = ['-p', uniqueProject(), '--project-directory', folder, '-f', join(folder, 'compose.yaml')];
    const { stdout, exitCode } = await devstack([...args, 'up']);
    await devstack([...args, 'down', '-v']);
    await rm(folder, { recursive: true });
    expect([exitCode, stdout.includes('heard'), stdout.includes('unheard')]).toEqual([0, true, false]);
  });
});
