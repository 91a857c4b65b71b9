import type { ContainerSpec } from '../../src/plan/container-spec.ts';

/** A container in which every aspect has a value. */
export const fullSpec: ContainerSpec = {
  name: 'shop-api-1',
  project: 'shop',
  unit: 'api',
  index: 1,
  kind: 'service',
  stage: 'backend',
  stageIndex: 1,
  image: 'api:1',
  command: ['serve'],
  entrypoint: ['/init'],
  unset: ['ABSENT'],
  environment: new Map([
    ['PASSWORD', 'hunter2'],
    ['MODE', 'dev'],
  ]),
  mounts: [
    { type: 'volume', name: 'shop_data', target: '/data', readOnly: false },
    { type: 'tmpfs', target: '/tmp' },
  ],
  ports: [
    { container: 80, host: 8080, address: '127.0.0.1', protocol: 'tcp' },
    { container: 81, address: '127.0.0.1', protocol: 'tcp' },
  ],
  probePorts: [3000],
  portsForHost: [{ container: 5432 }],
  portsForContainers: [3000],
  oneOff: false,
  network: {
    kind: 'networks',
    attachments: [{ network: 'shop_default', aliases: ['api'], linkLocal: [], driverOptions: {}, priority: 0 }],
  },
  links: ['shop-db-1:database'],
  volumesFrom: ['shop-assets-1:ro'],
  files: [{ target: '/run/secrets/token', source: { kind: 'content', content: 'hunter2' } }],
  container: { hostname: 'api', mem_limit: 1024, labels: { owner: 'hunter2' } },
  workingDir: '/app',
  user: '1000',
  init: false,
  healthcheck: { disabled: false, interval: 5000 },
  restart: { policy: 'no' },
  stopGracePeriod: 10_000,
  folders: [],
  needs: ['db'],
};
