import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Stack } from './harness.ts';
import { keyCases } from './key-cases.ts';
import type { Unit } from './unit.ts';

const restartPolicy = async (unit: Unit) => (await unit.inspect()).HostConfig.RestartPolicy;
const healthcheck = async (unit: Unit) => (await unit.inspect()).Config.Healthcheck;
const second = 1_000_000_000;

/** When a unit's process started, as the engine stamped it. */
const startOf = async (stack: Stack, name: string) => (await stack.unit(name).inspect()).State.StartedAt;
const isAfter = (other: string) => async (unit: Unit, stack: Stack) =>
  (await unit.inspect()).State.StartedAt > (await startOf(stack, other));

keyCases(
  'the life of a container',
  [
    {
      key: 'restart',
      shows: 'absent: it is not started again',
      service: '',
      see: restartPolicy,
      is: { Name: 'no', MaximumRetryCount: 0 },
    },
    {
      key: 'restart',
      shows: '"no" is the same',
      service: 'restart: "no"',
      see: restartPolicy,
      is: { Name: 'no', MaximumRetryCount: 0 },
    },
    {
      key: 'restart',
      shows: '"always"',
      service: 'restart: always',
      see: restartPolicy,
      is: { Name: 'always', MaximumRetryCount: 0 },
    },
    {
      key: 'restart',
      shows: '"unless-stopped"',
      service: 'restart: unless-stopped',
      see: restartPolicy,
      is: { Name: 'unless-stopped', MaximumRetryCount: 0 },
    },
    {
      key: 'restart',
      shows: '"on-failure" may say how often',
      service: 'restart: on-failure:3',
      see: restartPolicy,
      is: { Name: 'on-failure', MaximumRetryCount: 3 },
    },
    {
      key: 'deploy.restart_policy.condition',
      shows: '"on-failure" with "max_attempts" is the same',
      service: 'deploy: { restart_policy: { condition: on-failure, max_attempts: 4 } }',
      see: restartPolicy,
      is: { Name: 'on-failure', MaximumRetryCount: 4 },
    },
    {
      key: 'deploy.restart_policy.condition',
      shows: '"any" starts it again always',
      service: 'deploy: { restart_policy: { condition: any } }',
      see: restartPolicy,
      is: { Name: 'always', MaximumRetryCount: 0 },
    },
    {
      key: 'deploy.restart_policy',
      shows: 'is what counts beside "restart"',
      service: 'restart: always\ndeploy: { restart_policy: { condition: on-failure, max_attempts: 5 } }',
      see: restartPolicy,
      is: { Name: 'on-failure', MaximumRetryCount: 5 },
    },
    {
      key: 'stop_signal',
      shows: 'is what its process gets to end',
      service: `
init: false
stop_signal: SIGUSR1
stop_grace_period: 20s
volumes: ["./told:/told"]
command: [sh, -c, "trap 'echo usr1 > /told/signal; exit' USR1; touch /told/armed; while :; do sleep 0.1; done"]`,
      see: async (unit, { docker, folder }) => {
        await unit.sh('until test -e /told/armed; do sleep 0.05; done');
        await docker.getContainer((await unit.inspect()).Id).stop();
        return await readFile(join(folder, 'told', 'signal'), 'utf8');
      },
      is: 'usr1\n',
    },
    {
      key: 'stop_grace_period',
      shows: 'is how long it may take to end',
      service: 'stop_grace_period: 1m30s',
      see: async (unit) => Reflect.get((await unit.inspect()).Config, 'StopTimeout'),
      is: 90,
    },
    {
      key: 'healthcheck.test',
      shows: 'in one string is run by a shell, with its timings',
      name: 'checked',
      service:
        'healthcheck: { test: "test -e / && true", interval: 1m30s, timeout: 10s, retries: 4, start_period: 40s }',
      see: healthcheck,
      is: expect.objectContaining({
        Test: ['CMD-SHELL', 'test -e / && true'],
        Interval: 90 * second,
        Timeout: 10 * second,
        Retries: 4,
        StartPeriod: 40 * second,
      }),
    },
    {
      key: 'healthcheck.test',
      shows: 'as a list is run by itself or by a shell',
      service: 'healthcheck: { test: [CMD, "true"] }',
      see: healthcheck,
      is: expect.objectContaining({ Test: ['CMD', 'true'] }),
    },
    {
      key: 'healthcheck.start_interval',
      shows: 'is how often it is looked at until it is healthy',
      service: 'healthcheck: { test: [CMD-SHELL, "true"], start_period: 20s, start_interval: 2s }',
      see: healthcheck,
      is: expect.objectContaining({ Test: ['CMD-SHELL', 'true'], StartInterval: 2 * second }),
      since: ['1.44', 'healthcheck.start_interval'],
    },
    {
      key: 'healthcheck.disable',
      shows: 'leaves out that of the image',
      service: 'healthcheck: { disable: true }',
      see: healthcheck,
      is: { Test: ['NONE'] },
    },
    {
      key: 'healthcheck.test',
      shows: '"NONE" leaves out that of the image',
      service: 'healthcheck: { test: [NONE] }',
      see: healthcheck,
      is: { Test: ['NONE'] },
    },
    {
      key: 'depends_on',
      shows: 'as a list starts it after the others',
      service: 'depends_on: [checked, slow]',
      see: isAfter('slow'),
      is: true,
    },
    {
      key: 'depends_on.condition',
      shows: '"service_healthy" waits for the healthcheck',
      service: `
depends_on: { slow: { condition: service_healthy } }
volumes: ["./shared:/shared"]
command: [sh, -c, "test -e /shared/healthy && exec sleep infinity"]`,
      see: (unit) => unit.sh('echo runs'),
      is: 'runs',
    },
    {
      key: 'depends_on.condition',
      shows: '"service_completed_successfully" waits for the end',
      service: 'depends_on: { once: { condition: service_completed_successfully } }',
      see: async (unit, stack) => {
        const { State } = await stack.unit('once').inspect();
        return [State.Status, State.ExitCode, (await unit.inspect()).State.StartedAt > State.FinishedAt];
      },
      is: ['exited', 0, true],
    },
    {
      key: 'depends_on.required',
      shows: 'false: it is started though the other is in no active profile',
      service: 'depends_on: { hidden: { condition: service_started, required: false } }',
      see: (unit) => unit.sh('echo runs'),
      is: 'runs',
    },
    {
      key: 'depends_on.required',
      shows: 'false: it is started though the other has failed',
      service: 'depends_on: { failing: { condition: service_completed_successfully, required: false } }',
      see: (unit) => unit.sh('echo runs'),
      is: 'runs',
    },
  ],
  {
    services: {
      slow: 'volumes: ["./shared:/shared"]\ncommand: [sh, -c, "sleep 1; touch /shared/healthy; sleep infinity"]\nhealthcheck: { test: test -e /shared/healthy, interval: 1s }',
      once: 'command: [sh, -c, "sleep 0.5"]',
      failing: 'command: [sh, -c, "exit 3"]',
      hidden: 'profiles: [extra]',
    },
  },
);
