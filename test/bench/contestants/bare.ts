// The least that many containers cost through dockerode: create, start and inspect each, four at once. Run as a process
// of its own: node bare.ts COUNT, with DOCKER_HOST
import { Agent } from 'node:http';
import { inspect } from 'node:util';
import Docker from 'dockerode';

const [, , count = '0'] = process.argv;
const socketPath = (process.env.DOCKER_HOST ?? '').replace('unix://', '');
// The client prints its options with the agent and all sockets, on every call, for a debug log: that is no engine's cost.
const agent = Object.assign(new Agent({ keepAlive: true }), { [inspect.custom]: () => 'Agent' });
const docker = new Docker({ socketPath, version: 'v1.41', agent } as Docker.DockerOptions);

const names = Array.from({ length: Number(count) }, (_, at) => `bare-${at}`).values();
await Promise.all(
  Array.from({ length: 4 }, async () => {
    for (const name of names) {
      const container = await docker.createContainer({ name, Image: 'busybox:1.36', Cmd: ['sleep', 'infinity'] });
      await container.start();
      await container.inspect();
    }
  }),
);
agent.destroy();
