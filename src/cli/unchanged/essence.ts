import { digestOf } from './receipt.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * The digest of what an answer of the engine says for good: without how long a container has been running, and in one
 * order, since the engine gives lists as they come (engine API 1.41, ContainerList).
 */
export function essenceOf(path: string, status: number | undefined, body: Buffer): string {
  const lasting = lastingPart(path);
  const json = lasting && read(body, lasting);
  return digestOf(`${status} ${json === undefined ? digestOf(body) : JSON.stringify(sorted(json))}`);
}

function read(body: Buffer, lasting: Lasting): Json | undefined {
  try {
    return JSON.parse(body.toString('utf8'), lasting);
  } catch {
    return undefined;
  }
}

/** What lasts of a value under a key. */
type Lasting = (key: string, value: Json) => Json;

/** Of which answers only a part lasts: a healthcheck that goes on says nothing new, unless it is that something is wrong. */
function lastingPart(path: string): Lasting | undefined {
  if (/\/containers\/json(\?|$)/.test(path)) return withoutTime;
  return /\/containers\/[^/]+\/json$/.test(path) ? withoutChecks : undefined;
}

/** "Up 3 minutes (healthy)", in the list of containers. */
const withoutTime: Lasting = (key, value) =>
  key === 'Status' && typeof value === 'string' ? value.includes('(unhealthy)') : value;

/** The log of the healthcheck, in what is told of one container. */
const withoutChecks: Lasting = (key, value) =>
  key === 'Health' && value !== null && typeof value === 'object' && 'Status' in value
    ? value.Status === 'unhealthy'
    : value;

function sorted(json: Json): Json {
  if (typeof json !== 'object' || json === null) return json;
  if (isItems(json)) return json.map((item) => JSON.stringify(sorted(item))).sort();
  const keys = Object.keys(json).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(json[key] ?? null)]));
}

const isItems = (json: readonly Json[] | { readonly [key: string]: Json }): json is readonly Json[] =>
  Array.isArray(json);
