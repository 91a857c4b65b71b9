import { expect, test } from 'vitest';
import { probePortsOf } from '../../../src/run/readiness/probe-ports.ts';
import { planOf } from '../support/stage-play.ts';

const image = 'image: "busybox:1.36"';
const plan = await planOf(`
services:
  base: { ${image}, ready: { tcp: { port: 80 } } }
  side: { ${image}, network_mode: "service:base", ready: { http: { port: 81 } } }
  aside: { ${image}, network_mode: "service:side", ready: { http: { port: 82 } } }
  other: { ${image}, ports: ["8083:83"], ready: { tcp: { port: 83 } } }
`);

const portsOf = (name: string): readonly number[] | undefined => {
  const planned = plan.units.get(name);
  return planned && probePortsOf(plan, planned, { kind: 'published', host: '127.0.0.1' });
};

test('ports that are probed in a network that services share are published where that network is', () => {
  expect(portsOf('base')).toEqual([80, 81, 82]);
  expect([portsOf('side'), portsOf('aside')]).toEqual([[], []]);
});

test('a port that is published already is not published once more for its probe', () => {
  expect(portsOf('other')).toEqual([]);
});
