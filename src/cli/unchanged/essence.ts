import { digestOf } from './receipt.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * The digest of what an answer of the engine says for good: without how long a container has been running, and in one
 * order, since the engine gives lists as they come (engine API 1.41, ContainerList).
 */
export function essenceOf(path: string, status: number | undefined, body: Buffer): string {
  const isList = /\/containers\/json(\?|$)/.test(path);
  const json = isList ? read(body) : undefined;
  return digestOf(`${status} ${json === undefined ? digestOf(body) : JSON.stringify(sorted(json))}`);
}

function read(body: Buffer): Json | undefined {
  try {
    return JSON.parse(body.toString('utf8'), lasting);
  } catch {
    return undefined;
  }
}

/** "Up 3 minutes (healthy)" says nothing that lasts, unless it is that something is wrong. */
const lasting = (key: string, value: Json): Json =>
  key === 'Status' && typeof value === 'string' ? value.includes('(unhealthy)') : value;

function sorted(json: Json): Json {
  if (typeof json !== 'object' || json === null) return json;
  if (isItems(json)) return json.map((item) => JSON.stringify(sorted(item))).sort();
  const keys = Object.keys(json).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(json[key] ?? null)]));
}

const isItems = (json: readonly Json[] | { readonly [key: string]: Json }): json is readonly Json[] =>
  Array.isArray(json);
