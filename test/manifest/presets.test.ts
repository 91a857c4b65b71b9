import { describe, expect, it } from 'vitest';
import { choosePreset } from '../../src/manifest/choose-preset.ts';
import { loadText, loadValid } from './load-text.ts';

const environment = new Map<string, string>();
const chosen = (image: string, more: { command?: string[]; entrypoint?: string[] } = {}) =>
  choosePreset({ image, environment, ...more });

describe('the preset of an image', () => {
  it.each([
    ['postgres', 'postgres'],
    ['postgres:16-alpine', 'postgres'],
    ['docker.io/library/postgres@sha256:00', 'postgres'],
    ['bitnami/postgresql:16', 'postgres'],
    ['postgis/postgis:16-3.4', 'postgres'],
    ['mysql:8.4', 'mysql'],
    ['percona/percona-server:8', 'mysql'],
    ['mariadb:11', 'mariadb'],
    ['redis/redis-stack-server', 'redis'],
    ['localhost:5000/redis:7', 'redis'],
    ['valkey/valkey:8', 'valkey'],
    ['mongo:7', 'mongodb'],
    ['rabbitmq:4-management', 'rabbitmq'],
    ['nats:2', 'nats'],
    ['apache/kafka:3.9.0', 'kafka'],
    ['confluentinc/cp-kafka:7.6.0', 'kafka'],
    ['docker.elastic.co/elasticsearch/elasticsearch:8.15.0', 'elasticsearch'],
    ['opensearchproject/opensearch:2', 'opensearch'],
    ['quay.io/minio/minio', 'minio'],
  ])('%s is %s', (image, preset) => {
    expect(chosen(image)).toBe(preset);
  });

  it.each(['postgres-exporter:1', 'acme/redis-ui', 'postgrest/postgrest', 'redis/redisinsight', 'postgres/tools'])(
    '%s is none',
    (image) => {
      expect(chosen(image)).toBeUndefined();
    },
  );

  it.each([
    ['redis', ['redis-server', '--appendonly', 'yes'], 'redis'],
    ['redis', ['/usr/local/bin/redis-server'], 'redis'],
    ['redis', ['--appendonly', 'yes'], 'redis'],
    ['redis', ['sleep', 'infinity'], undefined],
    ['redis', ['redis-server', '--port', '6380'], undefined],
    ['postgres', ['postgres', '-c', 'max_connections=200'], 'postgres'],
    ['postgres', ['postgres', '-c', 'port=5433'], undefined],
    ['postgres', ['-p5433'], undefined],
    ['mysql', ['--port=3307'], undefined],
    ['mysql', ['mysql', '-h', 'db'], undefined],
    ['minio/minio', ['server', '/data', '--console-address', ':9001'], 'minio'],
    ['minio/minio', ['server', '/data', '--address', ':9005'], undefined],
    ['minio/mc', ['ls'], undefined],
  ])('%s with the command %j is %s', (image, command, preset) => {
    expect(chosen(image, { command })).toBe(preset);
  });

  it('is none where another program is the entrypoint', () => {
    expect(chosen('postgres', { entrypoint: ['sh', '-c', 'sleep 9'] })).toBeUndefined();
  });
});

/** Readiness of one service whose other lines are these. */
async function readinessOf(lines: string) {
  const unit = (await loadValid(`services:\n  db: { ${lines} }\n`)).units.get('db');
  return unit?.kind === 'service' ? unit.readiness : undefined;
}

describe('a service', () => {
  it('gets the preset of its image where it says nothing', async () => {
    const script =
      'pg_isready -h 127.0.0.1 -U "${POSTGRES_USER:-postgres}" -d "${POSTGRES_DB:-${POSTGRES_USER:-postgres}}"';
    expect(await readinessOf('image: "postgres:15"')).toEqual({
      origin: { kind: 'preset', preset: 'postgres' },
      within: 120_000,
      checks: [
        {
          probe: { kind: 'exec', test: { kind: 'shell', script }, asWritten: 'pg_isready -h 127.0.0.1' },
          initialDelay: 0,
          timeout: 2000,
          lateCounts: true,
          successThreshold: 1,
        },
      ],
    });
  });

  it.each([
    ['image: "postgres:15", ready: { tcp: { port: 1 } }', 'ready'],
    ['image: "postgres:15", healthcheck: { test: "true" }', 'healthcheck'],
    ['image: "postgres:15", healthcheck: { disable: true }', 'none'],
    ['image: "acme/postgres:15", build: .', 'none'],
    ['image: "nginx:1.27"', 'none'],
  ])('with { %s } is ready by %s', async (lines, kind) => {
    expect((await readinessOf(lines))?.origin).toEqual({ kind });
  });

  it('may name a preset itself, and how it is asked', async () => {
    const readiness = await readinessOf(
      'image: "acme/db:1", ready: { preset: postgres, timeout: 5s }, ready_timeout: 1m',
    );
    expect(readiness).toMatchObject({
      origin: { kind: 'ready' },
      within: 60_000,
      checks: [{ timeout: 5000, probe: { kind: 'exec', asWritten: 'pg_isready -h 127.0.0.1' } }],
    });
  });

  it.each([
    ['postgresql', 'pg_isready -h "$HOSTNAME"'],
    ['mysql', 'mysqladmin ping --protocol=tcp --host="$HOSTNAME"'],
  ])("of Bitnami's %s is asked where only the finished server listens", async (name, asWritten) => {
    const readiness = await readinessOf(`image: "bitnami/${name}:1"`);
    expect(readiness?.checks).toMatchObject([{ probe: { asWritten } }]);
  });

  it.each([
    ['', 9092],
    ['KAFKA_LISTENERS: "CONTROLLER://:9093,INTERNAL://:19092,EXTERNAL://:9092"', 19_092],
    ['KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://kafka:29092,HOST://localhost:9092"', 29_092],
    ['KAFKA_LISTENERS: "odd"', 9092],
  ])('of Kafka with { %s } is asked at port %i', async (variables, port) => {
    const readiness = await readinessOf(`image: "apache/kafka:3.9.0", environment: { ${variables} }`);
    expect(readiness?.checks).toMatchObject([{ probe: { kind: 'tcp', port } }]);
  });

  it('that others wait for is not warned of where it has a preset', async () => {
    const { problems } = await loadText(
      'services:\n  web: { image: "a:1", depends_on: [db] }\n  db: { image: "redis:7" }\n',
    );
    expect(problems).toEqual([]);
  });
});
