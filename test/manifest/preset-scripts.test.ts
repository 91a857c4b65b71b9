import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { presetProbe } from '../../src/manifest/choose-preset.ts';
import type { PresetName } from '../../src/manifest/readiness-model.ts';

/** Runs the script of a preset where the programs that it calls do this. */
async function runPreset(name: PresetName, image: string, programs: Readonly<Record<string, string>>) {
  const probe = presetProbe(name, { image, environment: new Map() });
  if (probe.kind !== 'exec' || probe.test.kind !== 'shell') throw new Error(`${name} has no script`);
  const { script } = probe.test;
  const folder = await mkdtemp(join(tmpdir(), 'preset-'));
  try {
    for (const [program, body] of Object.entries(programs)) {
      await writeFile(join(folder, program), `#!/bin/sh\n${body}\n`);
      await chmod(join(folder, program), 0o755);
    }
    const env = { PATH: `${folder}:/usr/bin:/bin`, HOSTNAME: 'own' };
    const { promise, resolve } = Promise.withResolvers<string>();
    execFile('/bin/sh', ['-c', script], { env }, (error, out) => {
      resolve(`${error?.code ?? 0} ${out.trim()}`.trim());
    });
    return await promise;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A curl that answers with a status by the scheme, 000 for none, and fails on any other address. */
const curl = (http: string, https: string, host = '127.0.0.1') => `
for last; do :; done
case "$last" in
  "http://${host}:9200/_cluster/health?wait_for_status=yellow&timeout=1s") printf ${http};;
  "https://${host}:9200/_cluster/health?wait_for_status=yellow&timeout=1s") printf ${https};;
  *) printf "$last" >&2; exit 3;;
esac`;

test.each<[string, PresetName, string, Readonly<Record<string, string>>, string]>([
  ['Redis that answers', 'redis', 'redis', { 'redis-cli': 'echo PONG' }, '0'],
  ['Redis that wants a password', 'redis', 'redis', { 'redis-cli': 'echo "NOAUTH Authentication required."' }, '0'],
  [
    'Redis that reads its data, which its client takes for success',
    'redis',
    'redis',
    { 'redis-cli': 'echo "LOADING Redis is loading the dataset in memory"' },
    '1 LOADING Redis is loading the dataset in memory',
  ],
  [
    'Redis that does not listen',
    'redis',
    'redis',
    { 'redis-cli': 'echo "Could not connect" >&2; exit 1' },
    '1 Could not connect',
  ],
  ['Valkey that answers', 'valkey', 'valkey', { 'valkey-cli': 'echo PONG' }, '0'],
  [
    'PostgreSQL that answers',
    'postgres',
    'postgres',
    { pg_isready: '[ "$*" = "-h 127.0.0.1 -U postgres -d postgres" ]' },
    '0',
  ],
  ["Bitnami's PostgreSQL, at its own address", 'postgres', 'bitnami/postgresql', { pg_isready: '[ "$2" = own ]' }, '0'],
  [
    'MySQL that answers over TCP',
    'mysql',
    'mysql',
    { mysqladmin: 'case "$*" in *--protocol=tcp*) exit 0; esac; exit 1' },
    '0',
  ],
  ['MySQL that does not listen', 'mysql', 'mysql', { mysqladmin: 'exit 1' }, '1 takes no connections yet'],
  ['MariaDB without the name of MySQL', 'mariadb', 'mariadb', { 'mariadb-admin': 'exit 0' }, '0'],
  ['an image without a client', 'mariadb', 'mariadb', {}, '1 takes no connections yet'],
  ['Elasticsearch without TLS', 'elasticsearch', 'elasticsearch', { curl: curl('200', '000') }, '0'],
  ['Elasticsearch with TLS that wants a password', 'elasticsearch', 'elasticsearch', { curl: curl('000', '401') }, '0'],
  ['Elasticsearch that is red', 'elasticsearch', 'elasticsearch', { curl: curl('408', '000') }, '1 HTTP 408'],
  ['OpenSearch that sets up its security', 'opensearch', 'opensearch', { curl: curl('000', '503') }, '1 HTTP 503'],
  ['OpenSearch that does not listen', 'opensearch', 'opensearch', { curl: curl('000', '000') }, '1 no answer'],
  [
    "Bitnami's Elasticsearch, at its own address",
    'elasticsearch',
    'bitnami/elasticsearch',
    { curl: curl('200', '000', 'own') },
    '0',
  ],
])('the test of %s ends as it should', async (_, name, image, programs, end) => {
  expect(await runPreset(name, image, programs)).toBe(end);
});
