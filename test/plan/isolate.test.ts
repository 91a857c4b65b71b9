import { expect, test } from 'vitest';
import type { Unit } from '../../src/manifest/model.ts';
import { isolate, isolatedName } from '../../src/plan/isolate.ts';
import { loadText, loadValid } from '../manifest/load-text.ts';

const rename = (name: string): string => isolatedName(name, '0a1b2c3d');

/** What `devstack.yaml` with these units comes to for a stack beside others. */
const isolated = async (text: string) => isolate(await loadValid(`name: shop\n${text}`, { rename }));

const unitOf = async (text: string): Promise<Unit | undefined> => (await isolated(text)).manifest.units.get('web');

const web = (lines: string): string => `services:\n  web:\n    image: busybox:1.36\n${lines.replace(/^/gm, '    ')}\n`;

test('has a name of its own, which variables see as well', async () => {
  const { manifest } = await isolated(web('environment: { NAME: "${COMPOSE_PROJECT_NAME}" }'));
  expect(manifest.name).toBe('shop-t-0a1b2c3d');
  expect(manifest.units.get('web')?.environment.get('NAME')).toBe('shop-t-0a1b2c3d');
});

test('is renamed also where the command line names the project', async () => {
  const { manifest } = await loadText(web('init: true'), { rename, environment: { COMPOSE_PROJECT_NAME: 'other' } });
  expect(manifest?.name).toBe('other-t-0a1b2c3d');
});

test.each([
  ['ports: ["8080:80"]', [80]],
  ['ports: ["0.0.0.0:8080:80/udp"]', [80]],
  ['ports: ["8000-8010:80"]', [80]],
  ['ports: ["8080:80", "8081:80"]', [80]],
  ['ports: ["8080:80"]\nready: { http: { port: 9000 } }', [80]],
])('publishes each port of %s once, on a free one of this machine', async (lines, ports) => {
  const unit = await unitOf(web(lines));
  expect(unit?.ports.map(({ container }) => container)).toEqual(ports);
  expect(unit?.ports.filter(({ host, address }) => host !== undefined || address !== '127.0.0.1')).toEqual([]);
});

test.each([
  ['its readiness asks it', 'ready: { http: { port: 9000 } }', [9000]],
  ['it is exposed', 'expose: ["7000"]', [7000]],
  ['nothing tells of one', 'init: true', []],
])('publishes a port of a service that publishes none where %s', async (_, lines, ports) => {
  expect((await unitOf(web(lines)))?.ports.map(({ container }) => container)).toEqual(ports);
});

test('publishes the usual port of a database', async () => {
  const { manifest } = await isolated('services:\n  db: { image: "postgres:15" }');
  expect(manifest.units.get('db')?.ports).toMatchObject([{ container: 5432, address: '127.0.0.1', protocol: 'tcp' }]);
});

test('gives a container its own name, and others go on to reach it by the one that it was given', async () => {
  const unit = await unitOf(web('container_name: front'));
  expect(unit?.containerName).toBe('shop-t-0a1b2c3d-front');
  expect(unit?.networking).toMatchObject({ attachments: [{ aliases: ['front'] }] });
});

test('follows a container that it renames to where another unit names it', async () => {
  const other = '  side: { image: "busybox:1.36", volumes_from: ["container:front:ro"] }';
  const { manifest, warnings } = await isolated(`${web('container_name: front')}${other}`);
  expect(manifest.units.get('side')?.volumesFrom).toEqual([
    { from: { kind: 'container', name: 'shop-t-0a1b2c3d-front' }, readOnly: true },
  ]);
  expect(warnings).toEqual([]);
});

test.each([
  ['volumes:\n  data: {}', 'shop-t-0a1b2c3d_data'],
  ['volumes:\n  data: { name: fixed }', 'shop-t-0a1b2c3d-fixed'],
  ['volumes:\n  data: { name: "${COMPOSE_PROJECT_NAME}.data" }', 'shop-t-0a1b2c3d.data'],
  ['volumes:\n  data: { external: true, name: theirs }', 'theirs'],
])('with %j the volume is called %s', async (volumes, name) => {
  const { manifest } = await isolated(`${web('volumes: ["data:/data"]')}${volumes}`);
  expect(manifest.volumes.get('data')?.name).toBe(name);
});

test('gives a network its own name, and addresses that the engine chooses', async () => {
  const network = 'networks:\n  net: { name: fixed, ipam: { config: [{ subnet: 172.30.0.0/16 }] } }';
  const { manifest } = await isolated(`${web('networks: { net: { ipv4_address: 172.30.0.5 } }')}${network}`);
  expect(manifest.networks.get('net')).toMatchObject({ name: 'shop-t-0a1b2c3d-fixed', ipam: { config: [] } });
  expect(manifest.units.get('web')?.networking).not.toHaveProperty('attachments.0.ipv4');
});

test.each([
  { of: 'a folder that it can write to', unit: 'volumes: ["./data:/data"]', message: 'can write to' },
  { of: 'a container of others', unit: 'external_links: ["theirs:db"]', message: 'uses the container "theirs"' },
  { of: 'the network of the host', unit: 'network_mode: host', message: 'has the network of the host' },
  {
    of: 'an external volume',
    unit: 'volumes: ["data:/data"]',
    beside: 'volumes: { data: { external: true } }',
    message: 'is external',
  },
  {
    of: 'an external network',
    unit: 'networks: [net]',
    beside: 'networks: { net: { external: true } }',
    message: 'is external',
  },
  {
    of: 'a folder as a volume',
    unit: 'volumes: ["data:/data"]',
    beside: 'volumes: { data: { driver_opts: { type: none, o: bind, device: /srv } } }',
    message: 'has its data in "/srv"',
  },
  {
    of: 'a network with addresses of its own',
    unit: 'networks: [net]',
    beside: 'networks: { net: { ipam: { config: [{ subnet: 172.30.0.0/16 }] } } }',
    message: 'gets addresses that are free',
  },
])('warns of $of, and where it stands', async ({ unit, beside = '', message }) => {
  const { warnings } = await isolated(`${web(unit)}${beside}`);
  expect(warnings).toMatchObject([
    { severity: 'warning', code: 'not-isolated', message: expect.stringContaining(message) },
  ]);
  expect(warnings[0]?.span?.source.path).toContain('devstack.yaml');
});

test('does not warn of a folder that is only read', async () => {
  expect((await isolated(web('volumes: ["./data:/data:ro"]'))).warnings).toEqual([]);
});
