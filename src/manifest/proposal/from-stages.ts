import { Document, isScalar, visit } from 'yaml';
import { isPlaceholder, placeholderContext, placeholderImage } from '../placeholder.ts';
import type { Plain } from '../tree.ts';
import type { ListedService, ListedStage } from './read-stage-list.ts';

/** A manifest with the stages of a pipeline; what its list does not tell is left to do, and marked. */
export function manifestFromStages(stages: readonly ListedStage[], file: string): string {
  const names = distinct(stages.map(({ name }) => name));
  const units = stages.flatMap(({ services }, index) =>
    services.map((service) => ({ service, stage: names[index] ?? '' })),
  );
  const unitNames = distinct(units.map(({ service }) => nameOf(service)));
  const entries = units.map(({ service, stage }, index) => ({
    isJob: jobTypes.has(service.type),
    entry: [unitNames[index] ?? '', unitOf(service, unitNames[index] ?? '', stage)] as const,
  }));
  const listed = stages.map(({ description }, index): Plain => {
    const name = names[index] ?? '';
    return description === undefined ? name : { name, description };
  });
  const section = (isJob: boolean) =>
    Object.fromEntries(entries.filter((one) => one.isJob === isJob).map(({ entry }) => entry));
  const [services, jobs] = [section(false), section(true)];
  const manifest = {
    parity: 'qovery',
    stages: listed,
    services,
    ...(Object.keys(jobs).length > 0 && { jobs }),
  };
  return headOf(file) + textOf(manifest);
}

const jobTypes: ReadonlySet<string> = new Set(['JOB', 'CRON_JOB', 'CRONJOB', 'LIFECYCLE_JOB', 'TERRAFORM']);

const headOf = (file: string): string =>
  [
    `# Made by "devstack init" from the stages in ${file}.`,
    '# What the list does not tell is marked with TODO; "devstack validate" points to each of them.',
    '',
    '',
  ].join('\n');

function unitOf(service: ListedService, name: string, stage: string): Plain {
  const title = service.title ?? service.name;
  return {
    ...(title !== undefined && title !== name && { title }),
    stage,
    ...(service.skip && { skip: true }),
    ...madeFrom(service, name),
  };
}

function madeFrom(service: ListedService, name: string): Readonly<Record<string, Plain>> {
  switch (service.type) {
    case 'DATABASE':
      return databaseOf(service);
    case 'APPLICATION':
      return { build: placeholderContext(name) };
    default:
      return { image: placeholderImage(imageName(name)) };
  }
}

const imageName = (unit: string): string =>
  unit
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

interface KnownDatabase {
  readonly words: RegExp;
  readonly image: string;
  readonly version: string;
  readonly environment?: Readonly<Record<string, Plain>>;
}

const knownDatabases: readonly KnownDatabase[] = [
  { words: /postgres/i, image: 'postgres', version: '15', environment: { POSTGRES_PASSWORD: 'postgres' } },
  { words: /mysql/i, image: 'mysql', version: '8', environment: { MYSQL_ROOT_PASSWORD: 'mysql' } },
  { words: /mariadb/i, image: 'mariadb', version: '11', environment: { MARIADB_ROOT_PASSWORD: 'mariadb' } },
  { words: /mongo/i, image: 'mongo', version: '7' },
  { words: /redis/i, image: 'redis', version: '7' },
];

/** By its type where that is told, else by its name. */
function databaseOf({ name = '', databaseType = name, version }: ListedService): Readonly<Record<string, Plain>> {
  const known = knownDatabases.find(({ words }) => words.test(databaseType));
  if (known === undefined) return { image: placeholderImage('database') };
  return {
    image: `${known.image}:${version ?? known.version}`,
    ...(known.environment && { environment: known.environment }),
  };
}

/** The name of a unit for what the pipeline calls it. */
function nameOf({ name, id = '', type }: ListedService): string {
  const known = name ?? `${type === '' ? 'service' : type}-${id.slice(0, 8)}`;
  const plain = known
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return plain === '' ? 'service' : plain;
}

/** Names of which none is there twice: a later one gets a number. */
function distinct(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let number = 2; taken.has(free); number++) free = `${name}-${number}`;
    taken.add(free);
    return free;
  });
}

function textOf(manifest: object): string {
  const document = new Document(manifest, { compat: 'yaml-1.1' });
  visit(document, {
    Scalar(_, scalar) {
      // A name may have a dollar; it begins no variable.
      if (typeof scalar.value === 'string') scalar.value = scalar.value.replaceAll('$', '$$$$');
    },
    Pair(_, { key, value }) {
      if (!isScalar(value) || typeof value.value !== 'string' || !isPlaceholder(value.value)) return;
      value.comment =
        isScalar(key) && key.value === 'build'
          ? ' TODO: ./its-folder, or "image"'
          : ' TODO: its image, or "build: ./its-folder"';
    },
  });
  return document.toString({ lineWidth: 0 }).replace(/\n(?=services:|jobs:)/g, '\n\n');
}
