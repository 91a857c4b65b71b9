import type { Unit } from '../../manifest/model.ts';
import type { PresetName } from '../../manifest/readiness-model.ts';

/** What stands in a URL besides host and port; texts may refer to outputs of jobs. */
export interface UrlParts {
  readonly scheme: string;
  readonly user?: string;
  readonly password?: string;
  /** name of a database */
  readonly database?: string;
  /** with its "?" */
  readonly query?: string;
}

/** How clients find one kind of server: its usual port, and what its environment says of the way in. */
interface KnownServer {
  readonly port: number;
  /** variables that give it another port, first the one that counts */
  readonly portVariables?: readonly string[];
  readonly url: (server: Configured) => UrlParts;
}

interface Configured {
  /** the first of these variables that it has, and that is not empty */
  given(...variables: readonly string[]): string | undefined;
  /** what follows an option of its command */
  option(name: string): string | undefined;
}

const postgres: KnownServer = {
  port: 5432,
  portVariables: ['POSTGRESQL_PORT_NUMBER', 'PGPORT'],
  url({ given }) {
    const user = given('POSTGRES_USER', 'POSTGRESQL_USERNAME') ?? 'postgres';
    return {
      scheme: 'postgres',
      user,
      ...defined('password', given('POSTGRES_PASSWORD', 'POSTGRESQL_PASSWORD')),
      database: given('POSTGRES_DB', 'POSTGRESQL_DATABASE') ?? user,
    };
  },
};

/** The user that the image makes, else the one that may do everything. */
const mysql: KnownServer = {
  port: 3306,
  portVariables: ['MYSQL_PORT_NUMBER', 'MARIADB_PORT_NUMBER', 'MYSQL_TCP_PORT'],
  url({ given }) {
    const user = given('MYSQL_USER', 'MARIADB_USER');
    const password =
      user === undefined
        ? given('MYSQL_ROOT_PASSWORD', 'MARIADB_ROOT_PASSWORD')
        : given('MYSQL_PASSWORD', 'MARIADB_PASSWORD');
    return {
      scheme: 'mysql',
      user: user ?? 'root',
      ...defined('password', password),
      ...defined('database', given('MYSQL_DATABASE', 'MARIADB_DATABASE')),
    };
  },
};

const redis: KnownServer = {
  port: 6379,
  portVariables: ['REDIS_PORT_NUMBER', 'VALKEY_PORT_NUMBER'],
  url: ({ given, option }) => ({
    scheme: 'redis',
    ...defined('password', given('REDIS_PASSWORD', 'VALKEY_PASSWORD') ?? option('--requirepass')),
  }),
};

const plain = (scheme: string, port: number): KnownServer => ({ port, url: () => ({ scheme }) });

const servers: Readonly<Record<PresetName, KnownServer>> = {
  postgres,
  mysql,
  mariadb: mysql,
  redis,
  valkey: redis,
  mongodb: {
    port: 27_017,
    url({ given }) {
      const user = given('MONGO_INITDB_ROOT_USERNAME');
      const database = given('MONGO_INITDB_DATABASE');
      if (user === undefined) return { scheme: 'mongodb', ...defined('database', database) };
      const password = given('MONGO_INITDB_ROOT_PASSWORD');
      // The image makes its user in the database "admin", whichever one the client asks for.
      const query = '?authSource=admin';
      return { scheme: 'mongodb', user, ...defined('password', password), database: database ?? '', query };
    },
  },
  rabbitmq: {
    port: 5672,
    url: ({ given }) => ({
      scheme: 'amqp',
      user: given('RABBITMQ_DEFAULT_USER') ?? 'guest',
      password: given('RABBITMQ_DEFAULT_PASS') ?? 'guest',
    }),
  },
  nats: plain('nats', 4222),
  kafka: plain('kafka', 9092),
  elasticsearch: plain('http', 9200),
  opensearch: plain('http', 9200),
  minio: plain('http', 9000),
};

const defined = <Key extends string>(key: Key, value: string | undefined): { readonly [K in Key]?: string } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: string });

/** The well-known server that a unit runs, where it is one. */
export const serverOf = (unit: Unit): KnownServer | undefined =>
  unit.kind === 'service' && unit.server !== undefined ? servers[unit.server] : undefined;

const isPort = (number: number): boolean => Number.isInteger(number) && number > 0 && number <= 65_535;

/** Where a well-known server takes its clients; undefined where a unit is none, or text of its environment is not known yet. */
export function clientPortOf(unit: Unit): number | undefined {
  const { port, portVariables = [] } = serverOf(unit) ?? {};
  const given = portVariables.map((name) => unit.environment.get(name)).find((value) => value !== undefined);
  if (given === undefined) return port;
  return isPort(Number(given)) ? Number(given) : undefined;
}

/**
 * How a port of a unit is spoken to: of a database or broker as clients of it take it, with the user, the password and
 * the database that its environment names; else by HTTP, or as `app_protocol` or its readiness say.
 */
export function urlOf(unit: Unit, port: number): UrlParts {
  const server = serverOf(unit);
  const { appProtocol } = unit.ports.find(({ container }) => container === port) ?? {};
  if (appProtocol !== undefined && /^[a-z][a-z0-9+.-]*$/i.test(appProtocol)) return { scheme: appProtocol };
  const isOnly = unit.ports.every(({ container }) => container === port);
  if (server !== undefined && (port === server.port || isOnly)) return server.url(configured(unit));
  const isSecure = unit.kind === 'service' && unit.readiness.checks.some(({ probe }) => asksByTls(probe, port));
  return { scheme: isSecure || port === 443 ? 'https' : 'http' };
}

type Asked = Extract<Unit, { kind: 'service' }>['readiness']['checks'][number]['probe'];

const asksByTls = (probe: Asked, port: number): boolean =>
  probe.kind === 'http' && probe.port === port && probe.scheme === 'https';

function configured({ environment, command = [] }: Unit): Configured {
  return {
    given: (...variables) => variables.map((name) => environment.get(name)).find((value) => (value ?? '') !== ''),
    option: (name) => command[command.indexOf(name) + 1 || command.length],
  };
}
