import { expect } from 'vitest';
import type { Stack } from './harness.ts';
import { keyCases } from './key-cases.ts';
import type { Unit } from './unit.ts';

/** What was said of a key of a unit, once the unit runs all the same. */
const saidOf =
  (key: string) =>
  async (unit: Unit, { warnings }: Stack) => {
    await unit.sh('true');
    const { Config } = await unit.inspect();
    const name = Config.Labels['com.docker.compose.service'];
    return warnings.filter((one) => one.includes(`"${key}"`) && one.includes(`service "${name}"`));
  };

const cases: readonly (readonly [key: string, service: string])[] = [
  ['credential_spec', 'credential_spec: { file: spec.json }'],
  ['isolation', 'isolation: hyperv'],
  ['cpu_count', 'cpu_count: 2'],
  ['cpu_percent', 'cpu_percent: 50'],
  ['develop', 'develop: { watch: [{ path: ., action: rebuild }] }'],
  ['models', 'models: [llm]'],
  ['use_api_socket', 'use_api_socket: true'],
  ['deploy.placement', 'deploy: { placement: { constraints: [node.role == manager], max_replicas_per_node: 1 } }'],
  ['deploy.endpoint_mode', 'deploy: { endpoint_mode: dnsrr }'],
  ['deploy.labels', 'deploy: { labels: { com.example.a: b } }'],
  ['deploy.mode', 'deploy: { mode: global }'],
  ['deploy.update_config', 'deploy: { update_config: { parallelism: 2, order: start-first } }'],
  ['deploy.rollback_config', 'deploy: { rollback_config: { parallelism: 2 } }'],
  ['deploy.restart_policy.delay', 'deploy: { restart_policy: { condition: none, delay: 5s } }'],
  ['deploy.restart_policy.window', 'deploy: { restart_policy: { condition: none, window: 5s } }'],
  ['deploy.resources.reservations.cpus', 'deploy: { resources: { reservations: { cpus: "0.1" } } }'],
  [
    'deploy.resources.reservations.generic_resources',
    'deploy: { resources: { reservations: { generic_resources: [{ discrete_resource_spec: { kind: a, value: 1 } }] } } }',
  ],
  ['volumes.volume.labels', 'volumes: [{ type: volume, target: /data, volume: { labels: { a: b } } }]'],
];

keyCases(
  'keys that an engine on one machine has no use for',
  cases.map(([key, service]) => ({
    key,
    shows: 'is told to be ignored, and the service runs',
    service,
    see: saidOf(key),
    is: [expect.stringMatching(/ignore/)],
  })),
  { top: 'models: { llm: { model: ai/model } }' },
);
