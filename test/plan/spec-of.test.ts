import { expect, test } from 'vitest';
import type { Mount } from '../../src/manifest/model.ts';
import type { Networking } from '../../src/manifest/network-model.ts';
import type { Probe } from '../../src/manifest/readiness-model.ts';
import { specOf } from '../../src/plan/spec-of.ts';
import { job, manifestOf, service } from './manifest-builder.ts';
import { planOf, unitOfPlan } from './plan-of.ts';

const span = { source: { path: 'devstack.yaml', text: '', folder: '/' }, start: 0, end: 0 };
const none = { outputs: new Map(), environmentId: 'e1', probePorts: [] };
const seeded = { outputs: new Map([['seed-db', new Map([['TOKEN', 't0k3n']])]]), environmentId: 'e1', probePorts: [] };

/** The environment of `api`, which waits for the job `seed-db`. */
function environmentOfApi(extra: Parameters<typeof service>[1]): Record<string, string> {
  const units = [job('seed-db', { outputs: ['TOKEN'] }), service('api', { needs: ['seed-db'], ...extra })];
  const plan = planOf(manifestOf({ units }));
  return Object.fromEntries(specOf(plan, unitOfPlan(plan, 'api'), 1, seeded).environment);
}

test('a container is named and found after its project, unit and index, in its place of the order', () => {
  const units = [service('db', { stage: 'data' }), service('api', { stage: 'backend', needs: ['db'] })];
  const plan = planOf(manifestOf({ stages: ['data', 'backend'], units }));
  expect(specOf(plan, unitOfPlan(plan, 'api'), 2, { ...none, environmentId: 'e1', probePorts: [3000] })).toMatchObject({
    name: 'shop-api-2',
    project: 'shop',
    unit: 'api',
    index: 2,
    kind: 'service',
    stage: 'backend',
    stageIndex: 1,
    needs: ['db'],
    network: { kind: 'networks', attachments: [{ network: 'shop_default', aliases: ['api'] }] },
    probePorts: [3000],
    folders: [],
  });
});

test('what the manifest does not say is left to the image', () => {
  const plan = planOf(manifestOf({ units: [service('api')] }));
  const spec = specOf(plan, unitOfPlan(plan, 'api'), 1, none);
  for (const key of ['command', 'entrypoint', 'workingDir', 'user', 'healthcheck'])
    expect(spec).not.toHaveProperty(key);
});

test('what the manifest says of the container arrives as it is', () => {
  const said = {
    command: ['serve'],
    entrypoint: [],
    workingDir: '/app',
    user: '1000',
    init: true,
    stopGracePeriod: 1,
    restart: { policy: 'always' },
    healthcheck: { disabled: true },
  } as const;
  const plan = planOf(manifestOf({ units: [service('api', said)] }));
  expect(specOf(plan, unitOfPlan(plan, 'api'), 1, none)).toMatchObject(said);
});

test('the engine hears whether a service is ready by what it makes of the healthcheck', () => {
  const healthcheck = { disabled: false, test: { kind: 'exec', argv: ['true'] } } as const;
  const ready = (probe: Probe) => ({
    origin: { kind: 'ready' } as const,
    within: 1000,
    checks: [{ probe, initialDelay: 0, timeout: 2000, successThreshold: 1 }],
  });
  const units = [
    service('api', { healthcheck, readiness: ready({ kind: 'exec', test: healthcheck.test }) }),
    service('web', { healthcheck, readiness: ready({ kind: 'health', without: 'waits' }) }),
  ];
  const plan = planOf(manifestOf({ units }));
  expect(specOf(plan, unitOfPlan(plan, 'api'), 1, none)).not.toHaveProperty('isHealthAwaited');
  expect(specOf(plan, unitOfPlan(plan, 'web'), 1, none)).toMatchObject({ healthcheck, isHealthAwaited: true });
});

test('volumes are mounted by their name on the engine', () => {
  const mounts: readonly Mount[] = [
    { type: 'volume', volume: 'data', target: '/data', readOnly: true, span },
    { type: 'tmpfs', target: '/tmp', span },
  ];
  const plan = planOf(manifestOf({ units: [service('db', { mounts })], volumes: ['data'] }));
  expect(specOf(plan, unitOfPlan(plan, 'db'), 1, none).mounts).toEqual([
    { type: 'volume', name: 'shop_data', target: '/data', readOnly: true },
    { type: 'tmpfs', target: '/tmp' },
  ]);
});

test('a job is not restarted, and is told where to write its outputs', () => {
  const plan = planOf(manifestOf({ units: [job('seed', { environment: { DEVSTACK_OUTPUT: '/elsewhere' } })] }));
  const spec = specOf(plan, unitOfPlan(plan, 'seed'), 1, none);
  expect(spec).toMatchObject({ restart: { policy: 'no' }, folders: ['/devstack-output', '/qovery-output'] });
  expect(Object.fromEntries(spec.environment)).toEqual({ DEVSTACK_OUTPUT: '/devstack-output/outputs.json' });
});

test.each([
  {
    name: 'outputs arrive under their own name and under one that says whose they are',
    extra: {},
    expected: { DEVSTACK_OUTPUT_SEED_DB_TOKEN: 't0k3n', TOKEN: 't0k3n' },
  },
  {
    name: "a unit's own environment wins over an output",
    extra: { environment: { TOKEN: 'own' } },
    expected: { DEVSTACK_OUTPUT_SEED_DB_TOKEN: 't0k3n', TOKEN: 'own' },
  },
  {
    name: 'an alias gives an output another name',
    extra: { aliases: { ADMIN: 'TOKEN' } },
    expected: { DEVSTACK_OUTPUT_SEED_DB_TOKEN: 't0k3n', TOKEN: 't0k3n', ADMIN: 't0k3n' },
  },
  {
    name: 'an alias gives a variable another name, but does not replace one that is set',
    extra: { environment: { A: '1', B: '2' }, aliases: { B: 'A', C: 'A' } },
    expected: { DEVSTACK_OUTPUT_SEED_DB_TOKEN: 't0k3n', TOKEN: 't0k3n', A: '1', B: '2', C: '1' },
  },
  {
    name: 'a job that was only waited for until it started gives nothing',
    extra: { needs: ['seed-db:started'] },
    expected: {},
  },
])('$name', ({ extra, expected }) => {
  expect(environmentOfApi(extra)).toEqual(expected);
});

const onNetworks = (...networks: readonly (readonly [string, number])[]): Networking => ({
  kind: 'networks',
  attachments: networks.map(([network, priority]) => ({
    network,
    aliases: [`${network}-alias`],
    linkLocal: [],
    driverOptions: {},
    priority,
  })),
});

test('networks are named as on the engine, the one with the highest priority first, with all names of the unit', () => {
  const plan = planOf(
    manifestOf({
      networks: ['back', 'front'],
      units: [service('api', { networking: onNetworks(['back', 0], ['front', 9]) })],
    }),
  );
  expect(specOf(plan, unitOfPlan(plan, 'api'), 1, none).network).toMatchObject({
    kind: 'networks',
    attachments: [
      { network: 'shop_front', aliases: ['api', 'front-alias'] },
      { network: 'shop_back', aliases: ['api', 'back-alias'] },
    ],
  });
});

test('what a unit shares with another is named by its container', () => {
  const plan = planOf(
    manifestOf({
      units: [
        service('vpn', { containerName: 'my-vpn' }),
        service('app', {
          needs: ['vpn'],
          networking: { kind: 'unit', unit: 'vpn' },
          container: { ipc: { kind: 'unit', unit: 'vpn' }, pid: { kind: 'mode', mode: 'host' }, tty: true },
          volumesFrom: [
            { from: { kind: 'unit', name: 'vpn' }, readOnly: true },
            { from: { kind: 'container', name: 'other' }, readOnly: false },
          ],
          links: [{ unit: 'vpn', alias: 'gate' }],
        }),
      ],
    }),
  );
  expect(specOf(plan, unitOfPlan(plan, 'vpn'), 1, none).name).toBe('my-vpn');
  expect(specOf(plan, unitOfPlan(plan, 'app'), 1, none)).toMatchObject({
    network: { kind: 'container', container: 'my-vpn' },
    container: { ipc: 'container:my-vpn', pid: 'host', tty: true },
    volumesFrom: ['my-vpn:ro', 'other'],
    links: ['my-vpn:gate'],
  });
  expect(unitOfPlan(plan, 'app').basedOn).toEqual(['vpn']);
});

test('a secret or config is told by where it is and where it comes from', () => {
  const secret = {
    kind: 'secret',
    key: 'token',
    source: { kind: 'content', content: 'abc', variable: 'TOKEN' },
    span,
  } as const;
  const config = { kind: 'config', key: 'site', source: { kind: 'external', name: 'site_v2' }, span } as const;
  const plan = planOf(
    manifestOf({
      units: [
        service('api', {
          files: [
            { file: secret, target: '/run/secrets/token', mode: 0o400, span },
            { file: config, target: '/site', span },
          ],
        }),
      ],
    }),
  );
  expect(specOf(plan, unitOfPlan(plan, 'api'), 1, none).files).toEqual([
    { target: '/run/secrets/token', mode: 0o400, source: { kind: 'content', content: 'abc' } },
    { target: '/site', source: { kind: 'external', of: 'config', name: 'site_v2' } },
  ]);
});
