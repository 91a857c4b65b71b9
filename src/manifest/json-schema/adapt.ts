/** A JSON Schema, or any part of one. */
export type Json = { [key: string]: unknown };

/** A text with a variable in it may become anything. */
const variable: Json = { type: 'string', pattern: '\\$' };

/**
 * Makes a generated schema fit for what people write: variables where a choice is, keys that start with "x-", and what
 * each key means, by its path.
 */
export function adapt(schema: Json, descriptions: Readonly<Record<string, string>>, path = ''): Json {
  const { propertyNames, $schema, ...rest } = schema;
  const adapted = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, part(key, value, descriptions, path)]),
  );
  if (Array.isArray(adapted.enum)) return { anyOf: [adapted, variable] };
  const isClosed = adapted.additionalProperties === false;
  return isClosed ? { ...adapted, patternProperties: { '^x-': {} } } : adapted;
}

const isSchema = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function part(key: string, value: unknown, descriptions: Readonly<Record<string, string>>, path: string): unknown {
  if (key === 'properties') return withDescriptions(value as Readonly<Record<string, Json>>, descriptions, path);
  if (key === 'anyOf') return (value as readonly Json[]).map((one) => adapt(one, descriptions, path));
  return (key === 'items' || key === 'additionalProperties') && isSchema(value)
    ? adapt(value, descriptions, path)
    : value;
}

function withDescriptions(
  properties: Readonly<Record<string, Json>>,
  descriptions: Readonly<Record<string, string>>,
  path: string,
): Json {
  return Object.fromEntries(
    Object.entries(properties).map(([key, schema]) => {
      const inner = path === '' ? key : `${path}.${key}`;
      const description = descriptions[inner];
      return [key, { ...(description !== undefined && { description }), ...adapt(schema, descriptions, inner) }];
    }),
  );
}

/** A key without a value counts as absent. */
export function orNothing(schema: Json): Json {
  const { description, ...rest } = schema;
  const nothing: Json = { type: 'null' };
  const either = Array.isArray(rest.anyOf) ? { ...rest, anyOf: [...rest.anyOf, nothing] } : { anyOf: [rest, nothing] };
  return { ...(description !== undefined && { description }), ...either };
}
