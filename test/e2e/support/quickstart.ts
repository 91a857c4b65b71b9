import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { send } from '../../../src/engine/process/family.ts';
import { identityOf, isAlive } from '../../../src/engine/process/identity.ts';
import { processesWith, until } from '../../engine/process/support/in-folder.ts';
import { devstack, type Ended, fixtures, type Running, start } from './devstack.ts';
import { freePort, testFolder, testProject } from './project.ts';

/** fixtures/quickstart on a machine that has Node, a shell and its usual tools, and no engine. */
export interface Quickstart {
  readonly project: string;
  readonly ports: { readonly web: string; readonly api: string };
  up(...args: readonly string[]): Promise<Ended>;
  /** stays attached */
  upAttached(): Running;
  run(command: string, ...args: readonly string[]): Promise<Ended>;
  page(path: string, init?: RequestInit): Promise<Response>;
  /** processes of its units that run, whoever is their parent */
  left(): readonly number[];
  /** of a unit, as it is written down */
  pidOf(unit: string): number;
  /** ends what supervises its units, and nothing else */
  killSupervisor(): Promise<void>;
  /** ends all that runs, as of an earlier boot; its pids now belong to another process, which nobody may touch */
  reboot(): Promise<void>;
}

/** A project of its own in this folder, which is taken down when the test is over. */
export async function quickstart(folder: string = join(fixtures, 'quickstart')): Promise<Quickstart> {
  const place = await mkdtemp(join(tmpdir(), 'devstack-alone-'));
  const project = testProject();
  const ports = { web: await freePort(), api: await freePort() };
  const environment = {
    XDG_STATE_HOME: join(place, 'state'),
    DOCKER_HOST: 'unix:///nonexistent/docker.sock',
    PATH: place,
    WEB_PORT: ports.web,
    API_PORT: ports.api,
    DB_PORT: await freePort(),
  };
  await symlink(process.execPath, join(place, 'node'));
  for (const tool of ['sh', 'cp', 'rm']) await symlink(`/bin/${tool}`, join(place, tool));
  const own = join(environment.XDG_STATE_HOME, 'devstack', project);
  const stateOf = (unit: string): string => join(own, 'units', `${project}-${unit}-1`, 'state.json');
  const run = (command: string, ...args: readonly string[]): Promise<Ended> =>
    devstack(['-f', folder, '-p', project, command, ...args], environment);
  const left = (): readonly number[] => processesWith(`DEVSTACK_INSTANCE=${project}/`);
  const claim = (): string => join(own, 'supervisor', readdirSync(join(own, 'supervisor'))[0] ?? '');
  const killSupervisor = async (): Promise<void> => {
    const supervisor = identityOf(JSON.parse(readFileSync(claim(), 'utf8')).process.pid);
    process.kill(supervisor.pid, 'SIGKILL');
    await until(() => !isAlive(supervisor, process));
  };
  onTestFinished(async () => {
    await run('down', '-v');
    await rm(place, { recursive: true });
  });
  return {
    project,
    ports,
    run,
    up: (...args) => run('up', '-d', ...args),
    upAttached: () => start(['up', '-f', folder, '-p', project, '--ui', 'plain'], environment),
    page: (path, init) => fetch(`http://127.0.0.1:${ports.web}${path}`, init),
    left,
    pidOf: (unit) => JSON.parse(readFileSync(stateOf(unit), 'utf8')).process.pid,
    killSupervisor,
    async reboot() {
      const states = ['db', 'api', 'web'].map(stateOf);
      await killSupervisor();
      await until(() => {
        const pids = left();
        for (const pid of pids) send(pid, 'SIGKILL');
        return pids.length === 0;
      });
      const now = bystander();
      for (const file of [...states, claim()]) {
        const text = readFileSync(file, 'utf8');
        writeFileSync(file, text.replaceAll(/"pid":\d+,"start":"\d+","bootId":"[^"]*"/g, now));
      }
    },
  };
}

/** What is written down of a process of an earlier boot whose pid a stranger has now; the test fails if that one ends. */
function bystander(): string {
  const stranger = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' });
  onTestFinished(() => {
    expect(stranger.signalCode).toBeNull();
    stranger.kill();
  });
  const { pid, start } = identityOf(stranger.pid ?? 0);
  return `"pid":${pid},"start":"${start}","bootId":"an-earlier-one"`;
}

/** A copy of the fixture that a test may change; it finds its packages where the original does. */
export async function quickstartCopy(): Promise<string> {
  const folder = await testFolder();
  await symlink(join(fixtures, '..', 'node_modules'), join(folder, 'node_modules'));
  const copy = join(folder, 'fixtures', 'quickstart');
  await cp(join(fixtures, 'quickstart'), copy, { recursive: true });
  return copy;
}
