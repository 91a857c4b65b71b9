import { expect, vi } from 'vitest';
import { keyCases } from './key-cases.ts';
import type { Unit } from './unit.ts';

/** Published ports as `address:host->container`, in order; ports that the engine chose as `?`. */
async function published(unit: Unit): Promise<readonly string[]> {
  const { HostConfig } = await unit.inspect();
  const bindings: Record<string, { HostIp?: string; HostPort: string }[]> = HostConfig.PortBindings ?? {};
  return Object.entries(bindings)
    .flatMap(([port, hosts]) => hosts.map(({ HostIp, HostPort }) => `${HostIp ?? ''}:${HostPort || '?'}->${port}`))
    .toSorted();
}

/** Container ports that the engine says are open to its networks. */
async function exposed(unit: Unit): Promise<readonly string[]> {
  return Object.keys((await unit.inspect()).Config.ExposedPorts ?? {}).toSorted();
}

/** What the host gets from this container port on a published address. */
async function answer(unit: Unit, port: string): Promise<string> {
  const { NetworkSettings } = await unit.inspect();
  const host = NetworkSettings.Ports[port]?.[0]?.HostPort;
  const response = await fetch(`http://127.0.0.1:${host}/`, { signal: AbortSignal.timeout(5_000) });
  return (await response.text()).trim();
}

keyCases('ports', [
  {
    key: 'ports',
    shows: 'with one number publishes on a port that the engine chooses',
    service: 'ports: ["80"]\ncommand: [sh, -c, "mkdir /www; echo served > /www/index.html; exec httpd -f -h /www"]',
    see: (unit) => vi.waitUntil(() => answer(unit, '80/tcp').catch(() => undefined), { timeout: 20_000 }),
    is: 'served',
  },
  {
    key: 'ports',
    shows: 'in the short form publishes on all addresses of the host',
    service: 'ports: ["28080:80", 28081:81]',
    see: published,
    is: [':28080->80/tcp', ':28081->81/tcp'],
  },
  {
    key: 'ports',
    shows: 'takes an address of the host, also of IP version 6',
    service: 'ports: ["127.0.0.1:28082:80", "[::1]:28083:81", "127.0.0.1::82"]',
    see: published,
    is: ['127.0.0.1:28082->80/tcp', '127.0.0.1:?->82/tcp', '::1:28083->81/tcp'],
  },
  {
    key: 'ports',
    shows: 'takes ranges, port by port',
    service: 'ports: ["28084-28086:8084-8086", "127.0.0.1:28087-28088:80-81"]',
    see: published,
    is: [
      '127.0.0.1:28087->80/tcp',
      '127.0.0.1:28088->81/tcp',
      ':28084->8084/tcp',
      ':28085->8085/tcp',
      ':28086->8086/tcp',
    ].toSorted(),
  },
  {
    key: 'ports',
    shows: 'with a range of the host for one port lets the engine choose among them',
    service: 'ports: ["28090-28095:80"]',
    see: async (unit) => {
      const { NetworkSettings } = await unit.inspect();
      const port = Number(NetworkSettings.Ports['80/tcp']?.[0]?.HostPort);
      return port >= 28_090 && port <= 28_095;
    },
    is: true,
  },
  {
    key: 'ports',
    shows: 'takes a protocol',
    service: 'ports: ["28096:53/udp", "28096:53/tcp"]',
    see: published,
    is: [':28096->53/tcp', ':28096->53/udp'],
  },
  {
    key: 'ports.target',
    shows: 'alone is published on a port that the engine chooses',
    service: 'ports: [{ target: 80 }]',
    see: async (unit) => (await unit.inspect()).NetworkSettings.Ports['80/tcp']?.[0]?.HostPort,
    is: expect.stringMatching(/^\d+$/),
  },
  {
    key: 'ports.published',
    shows: 'is the port of the host, as a number or a text',
    service: 'ports: [{ target: 80, published: 28100 }, { target: 81, published: "28101" }]',
    see: published,
    is: [':28100->80/tcp', ':28101->81/tcp'],
  },
  {
    key: 'ports.published',
    shows: 'as a range lets the engine choose among them',
    service: 'ports: [{ target: 80, published: "28102-28105" }]',
    see: async (unit) => (await unit.inspect()).NetworkSettings.Ports['80/tcp']?.[0]?.HostPort,
    is: expect.stringMatching(/^2810[2-5]$/),
  },
  {
    key: 'ports.host_ip',
    shows: 'is the address of the host',
    service: 'ports: [{ target: 80, published: 28106, host_ip: 127.0.0.1 }]',
    see: published,
    is: ['127.0.0.1:28106->80/tcp'],
  },
  {
    key: 'ports.protocol',
    shows: 'is that of the port',
    service: 'ports: [{ target: 80, published: 28107, protocol: udp }]',
    see: published,
    is: [':28107->80/udp'],
  },
  {
    key: 'ports.mode',
    shows: '"host" and "ingress", "name" and "app_protocol" change nothing on one machine',
    service: `
ports:
  - { target: 80, published: 28108, mode: host, name: web, app_protocol: http }
  - { target: 81, published: 28109, mode: ingress }`,
    see: published,
    is: [':28108->80/tcp', ':28109->81/tcp'],
  },
  {
    key: 'expose',
    shows: 'opens ports to the networks, and ranges of them, and publishes none',
    service: 'expose: [3000, "4000/udp", "5000-5002"]',
    see: async (unit) => [await exposed(unit), await published(unit)],
    is: [['3000/tcp', '4000/udp', '5000/tcp', '5001/tcp', '5002/tcp'], []],
  },
]);
