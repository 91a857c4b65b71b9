import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** An answer before its body: its status, and headers by which an engine tells its name and version (engine API 1.41). */
export type AnswerHead = Pick<IncomingMessage, 'statusCode' | 'headers'>;

/** Who answers: such as "Docker/28.5.2 (linux) 1.51"; undefined where an answer does not tell. */
export const answererOf = ({ headers }: AnswerHead): string | undefined =>
  headers.server === undefined ? undefined : `${headers.server} ${headers['api-version']}`;

/** SHA-256, in hexadecimal digits. */
const digestOf = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

/**
 * The digest of what an answer of the engine says for good: without how long a container has been running, and in one
 * order, since the engine gives lists as they come (engine API 1.41, ContainerList).
 */
export function essenceOf(path: string, head: AnswerHead, body: Buffer): string {
  const json = lastingPart(path, body);
  const said = json === undefined ? digestOf(body) : JSON.stringify(inOrder(json));
  return digestOf(`${head.statusCode} ${answererOf(head)} ${said}`);
}

/** Whether it is a list of containers that is asked for. */
export const isList = (path: string): boolean => /\/containers\/json(\?|$)/.test(path);

/** Of which answers only a part lasts: a healthcheck that goes on says nothing new, unless it is that something is wrong. */
function lastingPart(path: string, body: Buffer): Json | undefined {
  if (isList(path)) return withoutTime(read(body));
  return /\/containers\/[^/]+\/json$/.test(path) ? withoutChecks(read(body)) : undefined;
}

function read(body: Buffer): Json | undefined {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** "Up 3 minutes (healthy)", in the list of containers. */
function withoutTime(list: Json | undefined): Json | undefined {
  for (const item of Array.isArray(list) ? list : []) {
    if (isObject(item) && typeof item.Status === 'string') item.Status = item.Status.includes('(unhealthy)');
  }
  return list;
}

/** The log of the healthcheck, in what is told of one container. */
function withoutChecks(container: Json | undefined): Json | undefined {
  const state = isObject(container) ? container.State : undefined;
  if (isObject(state) && isObject(state.Health)) state.Health = state.Health.Status === 'unhealthy';
  return container;
}

/** The same with every list in one order; an engine writes keys in the same order every time. */
function inOrder(json: Json): Json {
  if (Array.isArray(json)) return json.map((item) => JSON.stringify(inOrder(item))).sort();
  if (isObject(json)) for (const [key, value] of Object.entries(json)) if (isNested(value)) json[key] = inOrder(value);
  return json;
}

const isNested = (json: Json): boolean => typeof json === 'object' && json !== null;

const isObject = (json: Json | undefined): json is { [key: string]: Json } =>
  typeof json === 'object' && json !== null && !Array.isArray(json);
