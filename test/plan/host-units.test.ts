import { describe, expect, test } from 'vitest';
import { withHostUnits } from '../../src/plan/host-units.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { job, manifestOf, service } from './manifest-builder.ts';

const process = {
  command: ['serve'],
  workingDir: '/shop/api',
  environment: new Map([['PORT', '3000']]),
  references: [],
  addresses: [],
};
const volume = (name: string) =>
  ({
    type: 'volume',
    volume: name,
    target: '/data',
    readOnly: false,
    span: { source: { path: '', text: '', folder: '/' }, start: 0, end: 0 },
  }) as const;

const manifest = manifestOf({
  units: [
    service('db', { image: 'postgres:15', mounts: [volume('data')] }),
    service('api', {
      image: 'api:1',
      user: 'node',
      process,
      environment: { PORT: '80', MODE: 'dev' },
      mounts: [volume('cache')],
    }),
    service('web', { image: '', process }),
    job('seed', { image: 'seed:1', process: { ...process, stopSignal: 'SIGINT' } }),
  ],
  volumes: ['data', 'cache'],
});

const placesWith = (local?: 'all' | readonly string[]): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(Array.from(withHostUnits(manifest, local).units, ([name, { place }]) => [name, place]));

describe('on the host run', () => {
  test.each([
    ['units that can run nowhere else', undefined, ['web']],
    ['units that are chosen', ['api'], ['api', 'web']],
    ['all that can, where all are chosen', 'all', ['api', 'web', 'seed']],
  ] as const)('%s', (_, local, names) => {
    const places = placesWith(local);
    expect(Object.keys(places).filter((name) => places[name] === 'host')).toEqual(names);
  });
});

test('a unit on the host has its own command, folder and variables, and nothing of a container', () => {
  expect(withHostUnits(manifest, ['api']).units.get('api')).toMatchObject({
    image: '',
    command: ['serve'],
    workingDir: '/shop/api',
    environment: new Map([
      ['PORT', '3000'],
      ['MODE', 'dev'],
    ]),
    networking: { kind: 'mode', mode: 'host' },
  });
  expect(withHostUnits(manifest, ['api']).units.get('api')).not.toHaveProperty('user');
});

test('a volume is on the host where all are that have it', () => {
  const { volumes } = withHostUnits(manifest, 'all');
  expect(volumes.get('cache')?.place).toBe('host');
  expect(volumes.get('data')?.place).toBeUndefined();
});

test('a stack on the host has no networks', () => {
  const { plan } = makePlan(manifest, { units: ['api', 'web'], alone: true, local: 'all' });
  expect(plan?.networks).toEqual([]);
});

test.each([
  ['db', 'service "db" does not say how it is run on this machine', 'those that have are api, web, seed'],
  ['ap', 'devstack.yaml has no unit "ap"', 'did you mean "api"?'],
])('%s can not be chosen, and that is told with what can', (name, message, hint) => {
  expect(() => withHostUnits(manifest, [name])).toThrow(
    expect.objectContaining({ failure: expect.objectContaining({ family: 'usage', message, hint }) }),
  );
});

test('a volume that would be in both places is refused, with who has it where', () => {
  const split = manifestOf({
    units: [
      service('db', { image: 'postgres:15', mounts: [volume('data')] }),
      service('api', { image: 'api:1', process, mounts: [volume('data')] }),
    ],
    volumes: ['data'],
  });
  expect(() => withHostUnits(split, ['api'])).toThrow(
    'volume "data" can not be that of "api" on this machine and of "db" in a container',
  );
});
