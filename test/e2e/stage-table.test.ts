import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import { unitOf } from '../../src/core/unit-state.ts';
import { devstack } from './support/devstack.ts';
import { manifestFolder, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

const application = (title: string) =>
  `{ title: ${title}, stage: APPLICATION DEFAULT, build: { dockerfile_inline: "FROM busybox:1.36" }, init: true, command: [sleep, "1000"] }`;

/** An environment as a pipeline makes it, with stand-ins for the images. */
const pipeline = `
stages:
  - { name: DATABASE DEFAULT, description: Rename me to avoid default/legacy ordering }
  - { name: JOB DEFAULT, description: Rename me to avoid default/legacy ordering }
  - { name: CONTAINER DEFAULT, description: Rename me to avoid default/legacy ordering }
  - { name: APPLICATION DEFAULT, description: Rename me to avoid default/legacy ordering }
services:
  redis: { title: Redis, stage: DATABASE DEFAULT, image: "redis:7" }
  db: { title: DB, stage: DATABASE DEFAULT, image: "redis:7" }
  rabbitmq: { title: Rabbitmq, stage: CONTAINER DEFAULT, image: "busybox:1.36", init: true, command: [sleep, "1000"] }
  backend: ${application('Backend')}
  frontend: ${application('Frontend')}
  pablo: ${application('Pablo Backend App')}
  gateway: ${application('API gateway')}
`;

const asMade = `# deployment stage 1: "DATABASE DEFAULT"
Rename me to avoid default/legacy ordering
Type | Name
DATABASE | Redis
DATABASE | DB
# deployment stage 2: "JOB DEFAULT"
Rename me to avoid default/legacy ordering
<no service>
# deployment stage 3: "CONTAINER DEFAULT"
Rename me to avoid default/legacy ordering
Type | Name
CONTAINER | Rabbitmq
# deployment stage 4: "APPLICATION DEFAULT"
Rename me to avoid default/legacy ordering
Type | Name
APPLICATION | Backend
APPLICATION | Frontend
APPLICATION | Pablo Backend App
APPLICATION | API gateway
`;

const renamed = `# deployment stage 1: "first stage"
Type | Name
DATABASE | Redis
DATABASE | DB
# deployment stage 2: "second stage"
<no service>
# deployment stage 3: "third stage"
Type | Name
CONTAINER | Rabbitmq
# deployment stage 4: "fourth stage"
Type | Name
APPLICATION | Backend
APPLICATION | Frontend
APPLICATION | Pablo Backend App
APPLICATION | API gateway
`;

const moved = `# deployment stage 1: "first stage"
Type | Name
DATABASE | Redis
DATABASE | DB
# deployment stage 2: "second stage"
Type | Name
CONTAINER | Rabbitmq
# deployment stage 3: "third stage"
Type | Name
APPLICATION | Backend
# deployment stage 4: "fourth stage"
Type | Name
APPLICATION | Frontend
APPLICATION | Pablo Backend App
APPLICATION | API gateway
`;

describe('the stages of a pipeline', () => {
  withEngine('are renamed, two services moved, and the run follows the table', async () => {
    const file = join(await manifestFolder(pipeline), 'devstack.yaml');
    const stage = async (...args: readonly string[]) => {
      const { exitCode, stdout, stderr } = await devstack(['-f', file, 'stage', ...args]);
      expect({ exitCode, stderr }, stdout).toEqual({ exitCode: 0, stderr: '' });
      return stdout;
    };
    expect(await stage('list')).toBe(asMade);
    await stage('edit', '-n', 'DATABASE DEFAULT', '--new-name', 'first stage');
    await stage('edit', '-n', 'JOB DEFAULT', '--new-name', 'second stage');
    await stage('edit', '-n', 'CONTAINER DEFAULT', '--new-name', 'third stage');
    await stage('edit', '-n', 'APPLICATION DEFAULT', '--new-name', 'fourth stage');
    expect(await stage('list')).toBe(renamed);
    await stage('move', '-n', 'Rabbitmq', '-s', 'second stage');
    await stage('move', '-n', 'Backend', '-s', 'third stage');
    expect(await stage('list')).toBe(moved);

    const project = testProject();
    const { exitCode, stdout } = await devstack(['-f', file, '-p', project, '--ui', 'json', 'up', '-d', '--build']);
    expect(exitCode).toBe(0);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Event);
    const units = [['redis', 'db'], ['rabbitmq'], ['backend'], ['frontend', 'pablo', 'gateway']];
    const ready = (name: string) => events.findIndex((event) => isOf(event, 'unit.ready', name));
    const starting = (name: string) => events.findIndex((event) => isOf(event, 'unit.starting', name));
    for (const [index, members] of units.entries()) {
      const before = Math.max(-1, ...(units[index - 1] ?? []).map(ready));
      expect(Math.min(...members.map(starting))).toBeGreaterThan(before);
    }
    const begun = events.flatMap((event) => (event.type === 'stage.started' ? [event.stage] : []));
    expect(begun).toEqual(['first stage', 'second stage', 'third stage', 'fourth stage']);
    await devstack(['-f', file, '-p', project, 'down', '--rmi', 'local']);
  });
});

const isOf = (event: Event, type: Event['type'], unit: string): boolean =>
  event.type === type && 'instance' in event && unitOf(event.instance) === unit;
