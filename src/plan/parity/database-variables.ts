import type { Service } from '../../manifest/model.ts';

/** What a pipeline says of a database besides where it is. */
interface Database {
  readonly kind: 'POSTGRESQL' | 'MYSQL' | 'MONGODB' | 'REDIS';
  readonly images: RegExp;
  readonly scheme: string;
  readonly port: number;
  /** variables of its image, first the one that counts */
  readonly login: readonly string[];
  readonly password: readonly string[];
  readonly name: readonly string[];
  /** where no variable says otherwise */
  readonly usualLogin?: string;
}

const databases: readonly Database[] = [
  {
    kind: 'POSTGRESQL',
    images: /^(postgres|postgresql|postgis|timescaledb|pgvector)$/,
    scheme: 'postgresql',
    port: 5432,
    login: ['POSTGRES_USER'],
    password: ['POSTGRES_PASSWORD'],
    name: ['POSTGRES_DB', 'POSTGRES_USER'],
    usualLogin: 'postgres',
  },
  {
    kind: 'MYSQL',
    images: /^(mysql|mariadb|percona)$/,
    scheme: 'mysql',
    port: 3306,
    login: ['MYSQL_USER', 'MARIADB_USER'],
    password: ['MYSQL_PASSWORD', 'MARIADB_PASSWORD', 'MYSQL_ROOT_PASSWORD', 'MARIADB_ROOT_PASSWORD'],
    name: ['MYSQL_DATABASE', 'MARIADB_DATABASE'],
    usualLogin: 'root',
  },
  {
    kind: 'MONGODB',
    images: /^(mongo|mongodb)$/,
    scheme: 'mongodb',
    port: 27_017,
    login: ['MONGO_INITDB_ROOT_USERNAME'],
    password: ['MONGO_INITDB_ROOT_PASSWORD'],
    name: ['MONGO_INITDB_DATABASE'],
  },
  { kind: 'REDIS', images: /^(redis|valkey)$/, scheme: 'redis', port: 6379, login: [], password: [], name: [] },
];

/** The last part of a reference, without its tag and digest. */
const repositoryOf = (image: string): string =>
  image
    .replace(/[@:][^/]*$/, '')
    .split('/')
    .at(-1) ?? '';

const databaseOf = ({ image }: Service): Database | undefined =>
  databases.find(({ images }) => images.test(repositoryOf(image)));

/** What a pipeline calls a service that is a database that it knows; undefined for all others. */
export const databaseKind = (service: Service): Database['kind'] | undefined => databaseOf(service)?.kind;

/** The variables of a database without their prefix; those whose values its environment does not say are left out. */
export function databaseVariables(service: Service): ReadonlyMap<string, string> {
  const database = databaseOf(service);
  if (database === undefined) return new Map();
  const open = new Set(service.references.map(({ variable }) => variable));
  const said = (names: readonly string[]): string | undefined =>
    names
      .filter((name) => !open.has(name))
      .map((name) => service.environment.get(name))
      .find((value) => value !== undefined);
  const login = said(database.login) ?? database.usualLogin;
  const password = said(database.password);
  const name = said(database.name) ?? database.usualLogin;
  const user = [login, password]
    .filter((part) => part !== undefined)
    .map(encodeURIComponent)
    .join(':');
  const url = `${database.scheme}://${user === '' ? '' : `${user}@`}${service.name}:${database.port}${name === undefined ? '' : `/${name}`}`;
  const variables: readonly (readonly [string, string | undefined])[] = [
    ['HOST', service.name],
    ['PORT', String(database.port)],
    ['LOGIN', login],
    ['PASSWORD', password],
    ['DEFAULT_DATABASE_NAME', name],
    ['DATABASE_URL', url],
    ['DATABASE_URL_INTERNAL', url],
  ];
  return new Map(variables.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}
