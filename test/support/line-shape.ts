import * as z from 'zod';
import { lineSchema } from '../../src/ui/lines/line-schema.ts';

/** The schema as it is printed, but taking no field that it does not name: a field that is not documented is one too many. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in inner ? { ...inner, additionalProperties: false } : inner;
}

/** What is wrong with a line of `--ui json`; undefined where it is as documented. */
export function lineProblem(line: unknown): string | undefined {
  const { error } = shape.safeParse(line);
  return error && `${JSON.stringify(line)}: ${z.prettifyError(error)}`;
}

const shape = z.fromJSONSchema(closed(lineSchema()) as z.core.JSONSchema.JSONSchema);
