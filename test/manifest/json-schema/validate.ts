/** A JSON Schema with the keywords that this validator knows. */
export type Schema = Readonly<Record<string, unknown>>;

type Check = (value: unknown, operand: unknown, schema: Schema, inner: Inner) => readonly string[];

interface Inner {
  readonly root: Schema;
  readonly path: string;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

const isOfType = (value: unknown, type: unknown): boolean =>
  typeOf(value) === type || (type === 'integer' && Number.isInteger(value));

const none: Check = () => [];

/** Keywords of draft 2020-12; one that is not here is a mistake of the schema. */
const keywords: Readonly<Record<string, Check>> = {
  $schema: none,
  $defs: none,
  title: none,
  description: none,
  // with "properties"
  additionalProperties: none,
  patternProperties: none,
  type: (value, types, _, { path }) =>
    [types].flat().some((type) => isOfType(value, type)) ? [] : [`${path}: ${typeOf(value)} is not ${types}`],
  const: (value, wanted, _, { path }) => (value === wanted ? [] : [`${path}: is not ${wanted}`]),
  enum: (value, choices, _, { path }) =>
    (choices as readonly unknown[]).includes(value) ? [] : [`${path}: ${value} is none of ${choices}`],
  pattern: (value, pattern, _, { path }) =>
    typeof value !== 'string' || new RegExp(String(pattern), 'u').test(value) ? [] : [`${path}: does not match`],
  required: (value, keys, _, { path }) =>
    isMap(value) ? (keys as readonly string[]).filter((key) => !(key in value)).map((key) => `${path}: no ${key}`) : [],
  items: (value, items, _, inner) =>
    Array.isArray(value)
      ? value.flatMap((item, at) => problemsOf(item, items as Schema, { ...inner, path: `${inner.path}[${at}]` }))
      : [],
  anyOf: (value, schemas, _, inner) => {
    const all = (schemas as readonly Schema[]).map((schema) => problemsOf(value, schema, inner));
    return all.some((problems) => problems.length === 0)
      ? []
      : [`${inner.path}: fits none: ${all.map(([first]) => first).join('; ')}`];
  },
  $ref: (value, reference, _, inner) => {
    const definition = String(reference).replace('#/$defs/', '');
    return problemsOf(
      value,
      (inner.root.$defs as Readonly<Record<string, Schema>>)[definition] ?? { missing: reference },
      inner,
    );
  },
};

function keysOf(value: unknown, schema: Schema, inner: Inner): readonly string[] {
  if (!isMap(value)) return [];
  const {
    properties = {},
    patternProperties = {},
    additionalProperties = {},
  } = schema as Record<string, Record<string, Schema> | boolean>;
  return Object.entries(value).flatMap(([key, one]) => {
    const named = Object.hasOwn(properties as object, key) ? [(properties as Record<string, Schema>)[key] ?? {}] : [];
    const matching = Object.entries(patternProperties).flatMap(([pattern, one]) =>
      new RegExp(pattern, 'u').test(key) ? [one] : [],
    );
    const path = `${inner.path}.${key}`;
    const schemas = [...named, ...matching];
    if (schemas.length > 0) return schemas.flatMap((schema) => problemsOf(one, schema as Schema, { ...inner, path }));
    if (additionalProperties === false) return [`${path}: is no key`];
    return problemsOf(one, additionalProperties as Schema, { ...inner, path });
  });
}

/** What a value has that a schema does not allow. */
export function problemsOf(
  value: unknown,
  schema: Schema,
  inner: Inner = { root: schema, path: '' },
): readonly string[] {
  return [
    ...Object.entries(schema).flatMap(([keyword, operand]) => {
      if (keyword === 'properties') return [];
      const check = keywords[keyword];
      return check === undefined
        ? [`${inner.path}: the schema has the keyword ${keyword}`]
        : check(value, operand, schema, inner);
    }),
    ...keysOf(value, schema, inner),
  ];
}
