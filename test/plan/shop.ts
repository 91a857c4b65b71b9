import type { Probe, Readiness } from '../../src/manifest/readiness-model.ts';
import { job, manifestOf, service } from './manifest-builder.ts';

const span = { source: { path: 'devstack.yaml', text: '', folder: '/' }, start: 0, end: 0 };

const readyBy = (probe: Probe, kind: 'ready' | 'healthcheck'): Readiness => ({
  checks: [{ probe, initialDelay: 0, timeout: 2000, successThreshold: 1 }],
  origin: { kind },
  within: 120_000,
});

const port = (container: number, host: number) =>
  ({ container, host, address: '127.0.0.1', protocol: 'tcp', span }) as const;

const http = (containerPort: number): Probe => ({
  kind: 'http',
  port: containerPort,
  path: '/healthz',
  scheme: 'http',
  status: [[200, 299]],
  headers: {},
});

/** A shop as of a pipeline: data, a migration and a seed, an API, a web front. */
export const shop = manifestOf({
  stages: ['data', 'prepare', 'backend', 'edge'],
  units: [
    service('db', {
      stage: 'data',
      environment: { POSTGRES_PASSWORD: 'hunter2' },
      ports: [port(5432, 5432)],
      readiness: readyBy(
        { kind: 'exec', test: { kind: 'shell', script: 'pg_isready -h 127.0.0.1 \\\n  -U shop -d shop' } },
        'healthcheck',
      ),
    }),
    service('cache', { stage: 'data', readiness: readyBy({ kind: 'tcp', port: 6379 }, 'ready') }),
    job('migrate', { stage: 'prepare', needs: ['db'], timeout: 300_000 }),
    job('seed', { stage: 'prepare', needs: ['migrate'], outputs: ['TOKEN'] }),
    service('api', {
      stage: 'backend',
      title: 'Shop API',
      needs: ['db', 'cache:started', 'seed'],
      readiness: readyBy(http(3000), 'ready'),
    }),
    service('web', { stage: 'edge', ports: [port(8080, 80)], readiness: readyBy(http(8080), 'ready') }),
  ],
});
