import { describe, expect, test } from 'vitest';
import type { Config } from '../../src/plan/config-of.ts';
import type { ObservedContainer } from '../../src/plan/observed.ts';
import { type ReconcileInput, reconcile } from '../../src/plan/reconcile.ts';
import { container, exited, observedOf } from './container-builder.ts';
import { manifestOf, service } from './manifest-builder.ts';
import { planOf } from './plan-of.ts';

const config: Config = { environment: '1', image: '1' };
const changed: Config = { ...config, environment: '2' };

type Manifest = ReturnType<typeof manifestOf>;

function steps(manifest: Manifest, containers: readonly ObservedContainer[], input: Partial<ReconcileInput> = {}) {
  const { actions } = reconcile(planOf(manifest), observedOf(...containers), {
    manifestUnits: manifest.units,
    wanted: () => ({ config }),
    imageIdOf: () => undefined,
    ...input,
  });
  return actions.map(({ instance, action, cause }) => `${instance} ${action}: ${cause}`);
}

const unchanged = (unit: string) => container(unit, { config });
const different = (unit: string) => container(unit, { config: changed });

describe('what a new container means for those that depend on it', () => {
  const chain = manifestOf({
    units: [
      service('db'),
      service('api', { needs: ['db!'] }),
      service('web', { needs: ['api!'] }),
      service('mail', { needs: ['db'] }),
    ],
  });

  test('those that restart with it are started anew, one after the other, and nothing else', () => {
    expect(steps(chain, [different('db'), unchanged('api'), unchanged('web'), unchanged('mail')])).toEqual([
      'db#1 recreate: environment changed',
      'api#1 restart: "db" is started anew',
      'web#1 restart: "api" is started anew',
      'mail#1 keep: unchanged',
    ]);
  });

  test('one that was only stopped and starts again disturbs nobody', () => {
    const stopped = container('db', { config, status: exited(0) });
    expect(steps(chain, [stopped, unchanged('api'), unchanged('web'), unchanged('mail')])).toEqual([
      'db#1 start: stopped with exit code 0',
      'api#1 keep: unchanged',
      'web#1 keep: unchanged',
      'mail#1 keep: unchanged',
    ]);
  });

  test('one that shares a network with it needs a new container itself', () => {
    const manifest = manifestOf({
      units: [service('vpn'), service('app', { needs: ['vpn'], networking: { kind: 'unit', unit: 'vpn' } })],
    });
    expect(steps(manifest, [different('vpn'), unchanged('app')])).toEqual([
      'vpn#1 recreate: environment changed',
      'app#1 recreate: "vpn" gets another container',
    ]);
  });
});

describe('what is asked for on the command line', () => {
  const manifest = manifestOf({ units: [service('db'), service('api')] });

  test('a container that is to be made anew in any case', () => {
    const renewalOf = (unit: string) => (unit === 'api' ? 'always' : 'changed');
    expect(steps(manifest, [unchanged('db'), unchanged('api')], { renewalOf })).toEqual([
      'db#1 keep: unchanged',
      'api#1 recreate: asked for',
    ]);
  });

  test('one that changed and is not to be made anew stays', () => {
    expect(steps(manifest, [different('db'), unchanged('api')], { renewalOf: () => 'never' })).toEqual([
      'db#1 keep: environment changed, but it is not to be made anew: unchanged',
      'api#1 keep: unchanged',
    ]);
  });
});

describe('what stands under another name or on another network', () => {
  test('a unit that is only called something else now takes the place of the old one', () => {
    const manifest = manifestOf({ units: [service('backend')] });
    expect(steps(manifest, [unchanged('api')])).toEqual(['backend#1 recreate: was "api" before']);
  });

  test('a new unit that differs from an orphan leaves it alone', () => {
    const manifest = manifestOf({ units: [service('backend')] });
    expect(steps(manifest, [different('api')])).toEqual(['backend#1 create: no container yet']);
  });

  test('units on a network with another definition are made anew', () => {
    const attachment = { network: 'front', aliases: [], linkLocal: [], driverOptions: {}, priority: 0 };
    const manifest = manifestOf({
      networks: ['front', 'default'],
      units: [service('web', { networking: { kind: 'networks', attachments: [attachment] } }), service('db')],
    });
    const changedNetworks = new Set(['front']);
    expect(steps(manifest, [unchanged('web'), unchanged('db')], { changedNetworks })).toEqual([
      'web#1 recreate: network "front" changed',
      'db#1 keep: unchanged',
    ]);
  });
});

describe('replicas', () => {
  const three = manifestOf({ units: [service('api', { replicas: 3 })] });

  test('each has an instance of its own', () => {
    expect(steps(three, [container('api', { config, instance: 'api#2' })])).toEqual([
      'api#1 create: no container yet',
      'api#2 keep: unchanged',
      'api#3 create: no container yet',
    ]);
  });
});
