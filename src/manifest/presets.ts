import type { PresetName, Probe } from './readiness-model.ts';

/** What a preset knows of the unit that it is for. */
interface Subject {
  /** words of a shell script under which the finished server, and no temporary one, takes connections */
  readonly host: string;
  readonly environment: ReadonlyMap<string, string>;
}

/** How readiness of one kind of server is told, and which images run it. */
export interface Preset {
  /** last parts of the names of images, without registry, owner and tag */
  readonly images: readonly string[];
  /** first words of a `command` that still starts the server */
  readonly programs: readonly string[];
  readonly probe: (subject: Subject) => Probe;
}

/** A script, and what it comes to for people. */
const script = (lines: readonly string[], asWritten: string): Probe => ({
  kind: 'exec',
  test: { kind: 'shell', script: lines.join('\n') },
  asWritten,
});

const tcp = (port: number): Probe => ({ kind: 'tcp', port });

/** Prints what was answered where that is not good, since the last line is the reason that people read. */
const answering = (command: string, good: string): readonly string[] => [
  `answer=$(${command} 2>&1)`,
  `case "$answer" in ${good}) exit 0;; esac`,
  'echo "$answer"; exit 1',
];

/** A refused login is an answer of a server that is up, and a probe has no password. */
const redisAnswers = 'PONG*|NOAUTH*|NOPERM*';

/**
 * Both images initialise themselves with a server that has no TCP port (`--skip-networking`), so that only TCP tells
 * the two apart. `ping` exits with 0 also where the login is refused. Newer MariaDB has its own name for the program.
 */
const mysqlPing = ({ host }: Subject): Probe =>
  script(
    [
      'admin=$(command -v mariadb-admin || command -v mysqladmin)',
      `"$admin" ping --silent --connect-timeout=5 --protocol=tcp --host=${host} && exit 0`,
      'echo "takes no connections yet"; exit 1',
    ],
    `mysqladmin ping --protocol=tcp --host=${host}`,
  );

/**
 * HTTP is open only once the node has a master; yellow is all that one node reaches. Whether TLS is on depends on
 * version and settings, so both are tried; 401 comes from a node whose security is up.
 */
const searchHealth = ({ host }: Subject): Probe =>
  script(
    [
      'for scheme in http https; do',
      `url="$scheme://"${host}":9200/_cluster/health?wait_for_status=yellow&timeout=1s"`,
      `code=$(curl -sk -m 2 -o /dev/null -w '%{http_code}' "$url")`,
      'case "$code" in 200|401) exit 0;; 000) ;; *) last=$code;; esac',
      'done',
      'if [ -n "$last" ]; then echo "HTTP $last"; else echo "no answer"; fi; exit 1',
    ],
    `GET ${host}:9200/_cluster/health?wait_for_status=yellow`,
  );

/** Presets by name: data, so that each can be judged by its row. Sources are the entry points of the official images. */
export const presets: Readonly<Record<PresetName, Preset>> = {
  /**
   * The image initialises itself with a server on a unix socket alone, so that `pg_isready` has to ask over TCP. User
   * and database are named only because PostgreSQL logs a failed login for those that do not exist.
   */
  postgres: {
    images: ['postgres', 'postgresql', 'postgis', 'timescaledb', 'timescaledb-ha', 'pgvector'],
    programs: ['postgres'],
    probe: ({ host }) =>
      script(
        [`pg_isready -h ${host} -U "\${POSTGRES_USER:-postgres}" -d "\${POSTGRES_DB:-\${POSTGRES_USER:-postgres}}"`],
        `pg_isready -h ${host}`,
      ),
  },
  /** See `mysqlPing`. */
  mysql: { images: ['mysql', 'mysql-server', 'percona', 'percona-server'], programs: ['mysqld'], probe: mysqlPing },
  /** See `mysqlPing`. */
  mariadb: { images: ['mariadb'], programs: ['mariadbd', 'mysqld'], probe: mysqlPing },
  /** PING is answered with LOADING, and exit 0 all the same, while the data are read from disk: only the text tells. */
  redis: {
    images: ['redis', 'redis-stack', 'redis-stack-server'],
    programs: ['redis-server'],
    probe: () => script(answering('redis-cli ping', redisAnswers), 'redis-cli ping'),
  },
  /** As Redis. */
  valkey: {
    images: ['valkey'],
    programs: ['valkey-server'],
    probe: () => script(answering('valkey-cli ping', redisAnswers), 'valkey-cli ping'),
  },
  /**
   * The image initialises itself with a server on 127.0.0.1, so that it has to be asked from outside. Not with mongosh,
   * which takes longer to start than the server.
   */
  mongodb: { images: ['mongo', 'mongodb', 'mongodb-community-server'], programs: ['mongod'], probe: () => tcp(27_017) },
  /** The port is opened as the last step of the boot; each of its own command line checks starts another Erlang. */
  rabbitmq: { images: ['rabbitmq'], programs: ['rabbitmq-server'], probe: () => tcp(5672) },
  /** Clients are let in after JetStream is back. Its `/healthz` is there only with a monitoring port, which `command` often drops. */
  nats: { images: ['nats'], programs: ['nats-server'], probe: () => tcp(4222) },
  /** The broker opens its ports after it has caught up with the cluster; its own tools each start another Java. */
  kafka: {
    images: ['kafka', 'kafka-native', 'cp-kafka', 'cp-server', 'confluent-local'],
    programs: [],
    probe: ({ environment }) => tcp(kafkaPort(environment)),
  },
  /** See `searchHealth`. */
  elasticsearch: { images: ['elasticsearch'], programs: ['elasticsearch'], probe: searchHealth },
  /** See `searchHealth`. */
  opensearch: { images: ['opensearch'], programs: ['opensearch'], probe: searchHealth },
  /** `live` says 200 before objects can be written; `cluster` does not. */
  minio: {
    images: ['minio'],
    programs: ['minio', 'server'],
    probe: () => ({
      kind: 'http',
      port: 9000,
      path: '/minio/health/cluster',
      scheme: 'http',
      status: [[200, 299]],
      headers: {},
    }),
  },
};

/** Variables that name the listeners of a broker, first the one that counts. */
const listenerVariables = ['KAFKA_LISTENERS', 'KAFKA_CFG_LISTENERS', 'KAFKA_ADVERTISED_LISTENERS'];

/** The first port for clients, as in `CONTROLLER://:9093,PLAINTEXT://:9092`; 9092 where nothing says otherwise. */
function kafkaPort(environment: ReadonlyMap<string, string>): number {
  const listeners = listenerVariables.map((name) => environment.get(name)).find((text) => text !== undefined) ?? '';
  const ports = listeners
    .split(',')
    .filter((listener) => !/^\s*CONTROLLER/i.test(listener))
    .map((listener) => Number(/:(\d+)\s*$/.exec(listener)?.[1]));
  return ports.find((port) => port > 0 && port <= 65_535) ?? 9092;
}
