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
  environment: new Map([
    ['PASSWORD', 'hunter2'],
    ['MODE', 'dev'],
  ]),
  mounts: [
    { type: 'volume', name: 'shop_data', target: '/data', readOnly: false },
    { type: 'tmpfs', target: '/tmp', span: { source: { path: 'a.yaml', text: 'hunter2' }, start: 0, end: 7 } },
  ],
  ports: [
    { container: 80, host: 8080, address: '127.0.0.1', protocol: 'tcp' },
    { container: 81, address: '127.0.0.1', protocol: 'tcp' },
  ],
  probePorts: [3000],
  network: 'shop_default',
  aliases: ['api'],
  workingDir: '/app',
  user: '1000',
  init: false,
  healthcheck: { disabled: false, interval: 5000 },
  restart: { policy: 'no' },
  stopGracePeriod: 10_000,
  folders: [],
  needs: ['db'],
};
