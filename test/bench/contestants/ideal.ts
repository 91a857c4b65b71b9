// The best that an engine allows: raw calls through dockerode, containers created ahead, starts in order, probes at the
// cadence of devstack. Run as a process of its own: node ideal.ts STACK.json PROJECT up|look|down|clean
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import Docker from 'dockerode';
import { cadence } from '../../../src/run/readiness/cadence.ts';
import type { Stack, StackUnit } from '../stack.ts';

const [, , file = '', project = '', action = 'up'] = process.argv;
// The client prints its options with the agent and all sockets, on every call, for a debug log: that is no engine's cost.
const agent = Object.assign(new Agent({ keepAlive: true }), { [inspect.custom]: () => 'Agent' });
const docker = new Docker({ version: 'v1.41', agent } as Docker.DockerOptions);
const labels = { 'devstack.bench': project };

async function create(unit: StackUnit): Promise<Docker.Container> {
  const bindings = unit.ports.map(({ container, host }) => [
    `${container}/tcp`,
    [{ HostIp: '127.0.0.1', HostPort: `${host}` }],
  ]);
  return await docker.createContainer({
    _query: { name: `${project}-${unit.name}-1` },
    _body: {
      Image: unit.image,
      Cmd: unit.command,
      Env: Object.entries(unit.environment).map(([name, value]) => `${name}=${value}`),
      WorkingDir: unit.workingDir,
      Labels: labels,
      ExposedPorts: Object.fromEntries(bindings.map(([port]) => [port, {}])),
      HostConfig: {
        Init: unit.init,
        Binds: unit.binds.map((bind) => (bind.startsWith('/') ? bind : `${project}_${bind}`)),
        PortBindings: Object.fromEntries(bindings),
      },
      NetworkingConfig: { EndpointsConfig: { [project]: { Aliases: [unit.name] } } },
    },
  } as unknown as Docker.ContainerCreateOptions);
}

async function passes(container: Docker.Container, probe: StackUnit['probe'], address: string): Promise<boolean> {
  switch (probe.kind) {
    case 'none':
      return true;
    case 'exec': {
      const exec = await container.exec({ Cmd: [...probe.argv], AttachStdout: true, AttachStderr: true });
      const stream = await exec.start({});
      await new Promise((resolve) => stream.on('end', resolve).resume());
      return (await exec.inspect()).ExitCode === 0;
    }
    case 'http':
      return await new Promise((resolve) => {
        const options = { host: address, port: probe.port, path: probe.path, agent: false, timeout: 2000 };
        const sent = request(options, (response) => {
          response.resume();
          resolve(response.statusCode === 200);
        });
        sent.on('error', () => resolve(false)).end();
      });
  }
}

async function run(unit: StackUnit, container: Docker.Container): Promise<void> {
  if (unit.kind === 'job') {
    const ended = container.wait({ condition: 'next-exit' });
    await container.start();
    const { StatusCode } = await ended;
    if (StatusCode !== 0) throw new Error(`${unit.name} ended with ${StatusCode}`);
    return;
  }
  await container.start();
  if (unit.probe.kind === 'none') return;
  const began = performance.now();
  const address = (await container.inspect()).NetworkSettings.Networks[project]?.IPAddress ?? '';
  while (!(await passes(container, unit.probe, address))) await sleep(cadence(performance.now() - began, undefined));
}

async function up({ units, volumes }: Stack): Promise<void> {
  await Promise.all([
    docker.createNetwork({ Name: project, Labels: labels }),
    ...volumes.map((name) => docker.createVolume({ Name: `${project}_${name}`, Labels: labels })),
  ]);
  const done = new Map<string, Promise<void>>();
  for (const unit of units) {
    const container = create(unit);
    const before = unit.after.map((name) => done.get(name));
    done.set(
      unit.name,
      Promise.all([container, ...before]).then(([made]) => run(unit, made)),
    );
  }
  await Promise.all(done.values());
}

async function down(): Promise<void> {
  const found = await docker.listContainers({ all: true, filters: { label: [`devstack.bench=${project}`] } });
  await Promise.all(found.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })));
  await docker.getNetwork(project).remove();
}

/** Removes all that there is, whatever came before. */
async function clean(): Promise<void> {
  const filters = { label: [`devstack.bench=${project}`] };
  const containers = await docker.listContainers({ all: true, filters });
  await Promise.all(containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })));
  const { Volumes } = await docker.listVolumes({ filters: JSON.stringify(filters) });
  const networks = await docker.listNetworks({ filters });
  await Promise.all([
    ...Volumes.map(({ Name }) => docker.getVolume(Name).remove()),
    ...networks.map(({ Id }) => docker.getNetwork(Id).remove()),
  ]);
}

const stack = JSON.parse(await readFile(file, 'utf8')) as Stack;
if (action === 'up') await up(stack);
else if (action === 'down') await down();
else if (action === 'clean') await clean();
else await docker.listContainers({ all: true, filters: { label: [`devstack.bench=${project}`] } });
