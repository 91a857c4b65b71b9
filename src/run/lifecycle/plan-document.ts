import type { Plan } from '../../plan/plan.ts';

const mapKey = '$map';
const setKey = '$set';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where something stands in a file means nothing once the file is another one. */
const isSpan = (value: unknown): boolean => isObject(value) && isObject(value.source) && 'start' in value;

/** A plan as a document: maps and sets as lists of their entries, and without places in files. */
export const planDocument = (plan: Plan): unknown => written(plan);

/** The plan of a document that `planDocument` made. */
export const planIn = (document: unknown): Plan => read(document) as Plan;

function written(value: unknown): unknown {
  if (value instanceof Map) return { [mapKey]: [...value].map(([key, one]) => [key, written(one)]) };
  if (value instanceof Set) return { [setKey]: [...value] };
  if (Array.isArray(value)) return value.map(written);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([key, one]) => key !== 'span' || !isSpan(one));
  return Object.fromEntries(entries.map(([key, one]) => [key, written(one)]));
}

function read(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(read);
  if (!isObject(value)) return value;
  const { [mapKey]: entries, [setKey]: members } = value;
  if (Array.isArray(members)) return new Set(members);
  if (Array.isArray(entries)) return new Map(entries.map(([key, one]) => [key, read(one)] as const));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, read(one)]));
}
