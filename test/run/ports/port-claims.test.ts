import { expect, test } from 'vitest';
import { instanceId } from '../../../src/core/unit-state.ts';
import type { Action } from '../../../src/plan/action.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { Assessment } from '../../../src/run/assess.ts';
import { portClaims } from '../../../src/run/ports/port-claims.ts';
import { container, exited } from '../../plan/container-builder.ts';

const instance = instanceId('api');
const unit = {
  kind: 'service',
  place: 'host',
  ports: [],
  readiness: { checks: [{ probe: { kind: 'tcp', port: 5101 } }] },
};
const worker = instanceId('worker');
const api = ['api', { name: 'api', unit, instances: [instance] }] as const;
const planWith = (...units: readonly (readonly [string, object])[]): Plan =>
  ({ units: new Map(units) }) as unknown as Plan;

const paused = { kind: 'paused', startedAt: 1 } as const;
const inDocker = container('api', { addresses: new Map([['shop_default', '10.0.0.2']]) });

test.each<[string, readonly number[], Pick<Action, 'action' | 'container'>]>([
  ['a process that is new', [5101], { action: 'create' }],
  ['a process that was stopped', [5101], { action: 'start', container: container('api', { status: exited(0) }) }],
  ['a process in place of a container with an address of its own', [5101], { action: 'recreate', container: inDocker }],
  [
    'a process in place of what listens on this machine itself',
    [],
    { action: 'recreate', container: container('api') },
  ],
  ['a process that is paused', [], { action: 'start', container: container('api', { status: paused }) }],
  ['a process that goes on', [], { action: 'keep', container: container('api') }],
])('%s is to have the port that it is asked at: %j', (_, ports, action) => {
  const byInstance = new Map([[instance, { instance, cause: '', pendingOn: [], ...action }]]);
  const claims = portClaims(planWith(api), { byInstance } as unknown as Assessment);
  expect(claims.map(({ port }) => port)).toEqual(ports);
});

test('a process that is new asks at the port of one that goes on, which nobody has to have anew', () => {
  const both = planWith(api, ['worker', { name: 'worker', unit, instances: [worker] }]);
  const byInstance = new Map<string, Pick<Action, 'action' | 'container'>>([
    [instance, { action: 'keep', container: container('api') }],
    [worker, { action: 'create' }],
  ]);
  expect(portClaims(both, { byInstance } as unknown as Assessment)).toEqual([]);
});
