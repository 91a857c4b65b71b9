import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeWithEngine } from '../engine-available.ts';
import { bringUp, type Stack } from './harness.ts';
import { base, keyCases, serviceText } from './key-cases.ts';

const told = ({ folder }: Stack, name: string) => readFile(join(folder, 'told', name), 'utf8');

keyCases('commands around a start', [
  {
    key: 'post_start',
    shows: 'is run in the container once it runs',
    service: 'post_start: [{ command: [touch, /first] }, { command: "sh -c \'ls /first > /second\'" }]',
    see: (unit) => unit.sh('cat /second'),
    is: '/first',
  },
  {
    key: 'post_start.user',
    shows: 'is whom it is run as, beside the user of the service',
    service: 'user: "1000"\npost_start: [{ command: [sh, -c, "id -u > /tmp/who"], user: root }]',
    see: (unit) => unit.sh('cat /tmp/who; id -u'),
    is: '0\n1000',
  },
  {
    key: 'post_start.working_dir',
    shows: 'is where it is run',
    service: 'post_start: [{ command: [sh, -c, "pwd > /tmp/where"], working_dir: /usr }]',
    see: (unit) => unit.sh('cat /tmp/where'),
    is: '/usr',
  },
  {
    key: 'post_start.environment',
    shows: 'is added to that of the service',
    service: `
environment: { ONE: "1", TWO: "2" }
post_start: [{ command: [sh, -c, "echo $$ONE $$TWO $$THREE > /tmp/values"], environment: [TWO=two, THREE=three] }]`,
    see: (unit) => unit.sh('cat /tmp/values; echo $THREE'),
    is: '1 two three',
  },
  {
    key: 'pre_start',
    shows: 'is run before it starts, in a container of its own with the same volumes and environment',
    service: `
environment: { NAME: value }
volumes: ["./told:/told"]
command: [sh, -c, "test -e /told/before && ! test -e /own && exec sleep infinity"]
pre_start: [{ command: [sh, -c, "touch /own; echo $$NAME > /told/before"] }]`,
    see: async (unit, stack) => [await unit.sh('echo runs'), await told(stack, 'before')],
    is: ['runs', 'value\n'],
  },
  {
    key: 'pre_start.image',
    shows: '"user", "working_dir" and "environment" are its own',
    service: `
volumes: ["./told:/told"]
pre_start:
  - image: busybox:1.36
    user: "0:7"
    working_dir: /usr
    environment: { OWN: mine }
    command: [sh, -c, "echo $$(id -g) $$(pwd) $$OWN > /told/image"]`,
    see: (_, stack) => told(stack, 'image'),
    is: '7 /usr mine\n',
  },
  {
    key: 'pre_start.per_replica',
    shows: 'is run before each of several containers, and else once for all',
    service: `
scale: 2
volumes: ["./told:/told"]
pre_start:
  - { command: [sh, -c, "echo once >> /told/times"] }
  - { command: [sh, -c, "echo each >> /told/times"], per_replica: true }`,
    see: async (_, stack) => (await told(stack, 'times')).trim().split('\n').toSorted(),
    is: ['each', 'each', 'once'],
  },
]);

describeWithEngine('commands that fail, and commands before a stop', () => {
  test('"pre_start" that fails keeps the service from starting', async () => {
    await using stack = await bringUp(
      `${base}services:\n${serviceText('app', 'pre_start: [{ command: [sh, -c, "exit 4"] }]')}`,
    );
    expect(stack.outcome).toMatchObject({
      kind: 'failed',
      failures: [
        { instance: 'app#1', failure: { message: 'command 1 of "pre_start" of service "app" exited with code 4' } },
      ],
    });
  });

  test('"post_start" that fails is told with its output', async () => {
    const hook = 'post_start: [{ command: [sh, -c, "echo broken; exit 5"] }]';
    await using stack = await bringUp(`${base}services:\n${serviceText('app', hook)}`);
    expect(stack.outcome).toMatchObject({
      kind: 'failed',
      failures: [{ instance: 'app#1', failure: { code: 'hook-failed', evidence: { logs: ['broken'] } } }],
    });
  });

  test('"pre_stop" is run in the container before it is stopped', async () => {
    const body = `
volumes: ["./told:/told"]
environment: { ONE: "1" }
pre_stop: [{ command: [sh, -c, "echo $$ONE $$TWO $$(id -u) $$(pwd) > /told/stop"], environment: { TWO: two }, user: "7", working_dir: /usr }]
pre_start: [{ command: [chmod, "777", /told] }]`;
    await using stack = await bringUp(`${base}services:\n${serviceText('app', body)}`);
    await stack.takeDown();
    expect(await told(stack, 'stop')).toBe('1 two 7 /usr\n');
  });
});
