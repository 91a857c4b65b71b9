import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { type Ended, type Running, start } from '../support/devstack.ts';
import { everythingOf } from '../support/engine.ts';
import { manifestFolder } from '../support/project.ts';

/** A service that says where it is, and a job that passes something on. */
const small = `
services:
  web:
    image: busybox:1.36
    init: true
    container_name: front
    command: ["sh", "-c", "mkdir /w; hostname > /w/index.html; exec httpd -f -p 8000 -h /w"]
    ports: ["8000:8000"]
    volumes: ["data:/data"]
    ready: { http: { port: 8000 } }
jobs:
  seed:
    image: busybox:1.36
    command: ["sh", "-c", "echo '{\\"COLOUR\\":{\\"value\\":\\"red\\"}}' > $$DEVSTACK_OUTPUT"]
    depends_on: [web]
volumes: { data: {} }
test:
  environment: { COLOUR: "\${jobs.seed.outputs.COLOUR}" }
`;

/** A manifest in a folder of its own, of a project whose name no other has. */
export interface StackUnderTest {
  readonly project: string;
  /** of the manifest */
  readonly folder: string;
  /** Begins "devstack test" with these arguments. */
  test(...args: readonly string[]): Running;
  /** Names of all that is on the engine of stacks of this project. */
  left(): Promise<readonly string[]>;
}

/** The small stack to test against, or another one. */
export async function stackUnderTest(text: string = small): Promise<StackUnderTest> {
  const project = `iso${randomUUID().slice(0, 8)}`;
  const folder = await manifestFolder(`name: ${project}\n${text}`);
  const runs: Promise<Ended>[] = [];
  onTestFinished(async () => void (await Promise.all(runs)));
  return {
    project,
    folder,
    test(...args) {
      const running = start(['test', '-f', folder, ...args]);
      runs.push(running.ended);
      return running;
    },
    left: () => everythingOf(`${project}-t-`),
  };
}
