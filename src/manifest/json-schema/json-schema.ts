import * as z from 'zod/mini';
import { devstackKeys, ignoredKeys } from '../known-keys.ts';
import type { Dialect } from '../model.ts';
import { sharedFileShape } from '../schema/file-shape.ts';
import { networkShape } from '../schema/network-shape.ts';
import { oneOrMore } from '../schema/values.ts';
import { jobShape, manifestShape, serviceShape, unitShape, volumeShape } from '../schema.ts';
import { adapt, type Json, orNothing } from './adapt.ts';
import { fileDescriptions, resourceDescriptions } from './descriptions.ts';
import { unitDescriptions } from './unit-descriptions.ts';

type Shape = Readonly<Record<string, z.ZodMiniType>>;

const dialectUrl = 'https://json-schema.org/draft/2020-12/schema';

const extendsShape = {
  extends: z.union([z.string(), z.strictObject({ service: z.string(), file: z.optional(z.string()) })]),
};

const includeShape = {
  include: z.array(
    z.union([
      z.string(),
      z.strictObject({
        path: oneOrMore,
        project_directory: z.optional(z.string()),
        env_file: z.optional(oneOrMore),
      }),
    ]),
  ),
};

/** Where a first look comes before the schema itself, the latter says what may be written. */
function withoutGuard(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = schema._zod as { readonly def: { readonly in?: z.core.$ZodType; readonly out?: z.core.$ZodType } };
  const first = def.in?._zod.def as { readonly in?: z.core.$ZodType } | undefined;
  return first?.in?._zod.def.type === 'unknown' && def.out !== undefined ? def.out : schema;
}

/** What the file checks, as JSON Schema of what is written; no key has to be there. */
function objectOf(shape: Shape, descriptions: Readonly<Record<string, string>>): Json {
  const optional = Object.fromEntries(
    Object.entries(shape).map(([key, schema]) => [key, z.optional(withoutGuard(schema))]),
  );
  const generated = z.toJSONSchema(z.strictObject(optional), { io: 'input', unrepresentable: 'any' });
  const adapted = adapt(generated as Json, descriptions);
  const properties = Object.entries(adapted.properties as Readonly<Record<string, Json>>);
  return { ...adapted, properties: Object.fromEntries(properties.map(([key, schema]) => [key, orNothing(schema)])) };
}

const ignored: Shape = Object.fromEntries(
  [...ignoredKeys.unit.keys()].filter((key) => !key.includes('.')).map((key) => [key, z.unknown()]),
);

const without = (shape: Shape, keys: ReadonlySet<string>): Shape =>
  Object.fromEntries(Object.entries(shape).filter(([key]) => !keys.has(key)));

const only = (shape: Shape, keys: ReadonlySet<string>): Shape =>
  Object.fromEntries(Object.entries(shape).filter(([key]) => keys.has(key)));

const service: Shape = { ...ignored, ...unitShape, ...serviceShape, ...extendsShape };
const job: Shape = { ...ignored, ...unitShape, ...jobShape, ...extendsShape };

const namesOf = (definition: string): Json => ({
  type: ['object', 'null'],
  patternProperties: { '^[a-zA-Z0-9._-]+$': { $ref: `#/$defs/${definition}` } },
  additionalProperties: false,
});

/** Maps of names of the file, each by what its entries are. */
const sections = { services: 'service', networks: 'network', volumes: 'volume', secrets: 'secret', configs: 'config' };

const described = (schemas: Readonly<Record<string, Json>>): Json =>
  Object.fromEntries(
    Object.entries(schemas).map(([key, schema]) => [key, { description: fileDescriptions[key], ...schema }]),
  );

const definitions = (service: Json): Json => ({
  service,
  network: orNothing(objectOf(networkShape, resourceDescriptions)),
  volume: orNothing(objectOf(volumeShape, resourceDescriptions)),
  secret: objectOf(sharedFileShape, resourceDescriptions),
  config: objectOf(sharedFileShape, resourceDescriptions),
});

/** Keys of the whole file, with the maps of names that `more` adds. */
function fileOf(shape: Shape, more: Readonly<Record<string, Json>>): Json {
  const { properties, ...rest } = objectOf(
    { ...shape, ...includeShape, version: z.unknown(), models: z.unknown() },
    fileDescriptions,
  );
  const maps = Object.fromEntries(Object.entries(sections).map(([key, definition]) => [key, namesOf(definition)]));
  return { ...rest, properties: { ...(properties as Json), ...described({ ...maps, ...more }) } };
}

function devstackSchema(): Json {
  const jobs = namesOf('job');
  return {
    ...fileOf(manifestShape, { jobs }),
    $defs: { ...definitions(objectOf(service, unitDescriptions)), job: objectOf(job, unitDescriptions) },
  };
}

function composeSchema(): Json {
  const own: Shape = {
    ...only({ ...unitShape, ...serviceShape, ...jobShape }, devstackKeys.unit),
    ...only(unitShape, new Set(['depends_on', 'environment'])),
  };
  const { properties, ...rest } = objectOf(without(service, devstackKeys.unit), unitDescriptions);
  const extension = { ...objectOf(own, unitDescriptions), description: fileDescriptions['x-devstack'] };
  const { properties: fileKeys, ...file } = objectOf(only(manifestShape, new Set(['stages'])), fileDescriptions);
  const jobs = described({ jobs: namesOf('job') });
  return {
    ...fileOf(without(manifestShape, devstackKeys.manifest), {
      'x-devstack': { ...file, properties: { ...(fileKeys as Json), ...jobs } },
    }),
    $defs: {
      ...definitions({ ...rest, properties: { ...(properties as Json), 'x-devstack': extension } }),
      job: objectOf(job, unitDescriptions),
    },
  };
}

/** JSON Schema (draft 2020-12) of a file in one of the dialects, for editors: what is written, not what it comes to. */
export function jsonSchema(dialect: Dialect): Json {
  const title = dialect === 'devstack' ? 'devstack.yaml' : 'A Compose file, with what devstack adds to it';
  return { $schema: dialectUrl, title, ...(dialect === 'devstack' ? devstackSchema() : composeSchema()) };
}
