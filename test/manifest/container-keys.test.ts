import { describe, expect, it } from 'vitest';
import type { ContainerKeys } from '../../src/manifest/container-keys.ts';
import { containerShape } from '../../src/manifest/schema/container-shape.ts';
import { containerKeyCases } from './container-key-cases.ts';
import { loadUnit } from './load-text.ts';

const options = { name: 'compose.yaml', rest: '  other: { image: "a:1" }\n' };

async function containerOf(lines: string): Promise<ContainerKeys> {
  return (await loadUnit('service', lines, options)).container;
}

const cases = containerKeyCases.flatMap(([key, value, ...forms]) => forms.map((form) => [key, form, value] as const));

describe('a key that goes to the engine', () => {
  it.each(cases)('%s: %s is understood', async (key, form, value) => {
    expect(await containerOf(`${key}: ${form}`)).toEqual(value === undefined ? {} : { [key]: value });
  });

  it('is among those that are tested here, whichever it is', () => {
    const tested = new Set(containerKeyCases.map(([key]) => key));
    expect(Object.keys(containerShape).filter((key) => !tested.has(key))).toEqual([]);
  });

  it.each(Object.keys(containerShape))('%s without a value says nothing', async (key) => {
    expect(await containerOf(`${key}:`)).toEqual({});
  });

  // An empty text is what a variable without a value leaves.
  it.each(['hostname', 'cpuset', 'platform', 'mac_address', 'stop_signal', 'ipc', 'pid', 'runtime', 'uts'])(
    '%s with an empty text says nothing',
    async (key) => {
      expect(await containerOf(`${key}: ""`)).toEqual({});
    },
  );
});

describe('what a deployment says of its container', () => {
  it.each([
    [
      'resources: { limits: { cpus: "0.5", memory: 64m, pids: 5 } }',
      { cpus: 0.5, mem_limit: 64 * 1024 ** 2, pids_limit: 5 },
    ],
    ['resources: { reservations: { memory: 32m } }', { mem_reservation: 32 * 1024 ** 2 }],
    [
      'resources: { reservations: { devices: [{ capabilities: [gpu], count: 1 }] } }',
      { gpus: [{ capabilities: ['gpu'], count: 1, options: {} }] },
    ],
  ])('%s', async (deploy, keys) => {
    expect(await containerOf(`deploy: { ${deploy} }`)).toEqual(keys);
  });

  it.each([
    ['deploy: { restart_policy: { condition: any } }', { policy: 'always' }],
    ['deploy: { restart_policy: { condition: none } }', { policy: 'no' }],
    ['deploy: { restart_policy: { condition: on-failure, max_attempts: 3 } }', { policy: 'on-failure', maxRetries: 3 }],
    ['deploy: { restart_policy: { condition: any } }\nrestart: unless-stopped', { policy: 'always' }],
  ])('%s', async (lines, restart) => {
    expect((await loadUnit('service', lines, options)).restart).toEqual(restart);
  });

  it.each([
    ['deploy: { replicas: 3 }', 3],
    ['scale: 2', 2],
    ['scale: "2"', 2],
    ['scale: 0', 0],
    ['title: none', 1],
  ])('%s makes its number of containers', async (lines, replicas) => {
    const devstack = { ...options, name: 'devstack.yaml' };
    expect((await loadUnit('service', lines, devstack)).replicas).toBe(replicas);
  });
});
