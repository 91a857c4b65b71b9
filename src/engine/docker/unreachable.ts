import { DevstackError } from '../../core/failure.ts';
import type { Host } from '../../core/host.ts';
import { isRecord } from './docker-config.ts';
import type { Endpoint } from './endpoint.ts';
import { describeEndpoint } from './endpoint.ts';
import { engineError } from './translate.ts';

/** An endpoint that was tried in vain. */
export interface Attempt {
  readonly endpoint: Endpoint;
  readonly error: unknown;
}

/** The user named an engine in a way that can not be understood. */
export const unusableChoice = (source: string, reason: string): DevstackError =>
  engineError('engine-unreachable', `${source} names no engine that can be used: ${reason}`, hintOn(source));

/** The user's own choice does not answer; nothing else is tried, since it would be another engine. */
export function chosenFailed(source: string, { endpoint, error }: Attempt): DevstackError {
  const where = describeEndpoint(endpoint);
  const message = `no engine answers at ${where} (from ${source}): ${reasonOf(error)}`;
  const hint = reasonCode(error) === 'EACCES' ? permissionHint : `start the engine there, or ${hintOn(source)}`;
  return engineError('engine-unreachable', message, hint, error);
}

/** None of the usual sockets answers. */
export function nothingAnswered(attempts: readonly Attempt[], host: Host): DevstackError {
  const denied = attempts.find(({ error }) => reasonCode(error) === 'EACCES');
  const tried = attempts.map(({ endpoint, error }) => `${describeEndpoint(endpoint)} (${reasonOf(error)})`);
  const message = `no Docker engine answers; tried ${tried.join(', ')}`;
  return engineError('engine-unreachable', message, denied ? permissionHint : startHint(host), denied?.error);
}

const permissionHint =
  'your user may not use the engine: add it to the group "docker" ("sudo usermod -aG docker $USER") and log in again';

const hintOn = (source: string): string =>
  source.startsWith('DOCKER_')
    ? `correct or unset ${source}`
    : 'choose another context with "docker context use", for example "default"';

function startHint(host: Host): string {
  switch (host.platform) {
    case 'linux':
      return 'start it with "sudo systemctl start docker" or start Docker Desktop; for an engine elsewhere set DOCKER_HOST';
    default:
      return 'start Docker Desktop; for an engine elsewhere set DOCKER_HOST';
  }
}

function reasonOf(error: unknown): string {
  switch (reasonCode(error)) {
    case 'ENOENT':
      return 'there is no such socket';
    case 'ENOTSOCK':
      return 'that is no socket';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ECONNREFUSED':
      return 'nothing listens there';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'there is no host of that name';
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'the host does not answer';
    default:
      return rootOf(error) instanceof DevstackError ? 'it gave no answer in time' : refusalOf(rootOf(error));
  }
}

/** What answers, and knows nothing of engines, tells that in a page of its own. */
function refusalOf(root: unknown): string {
  const status = isRecord(root) ? root.statusCode : undefined;
  if (typeof status === 'number' && status >= 300 && status < 500) {
    return `what answers there is no Docker engine (HTTP ${status})`;
  }
  return textOf(root).split('\n', 1)[0] ?? '';
}

const rootOf = (error: unknown): unknown =>
  error instanceof DevstackError && error.cause !== undefined ? error.cause : error;

function reasonCode(error: unknown): string | undefined {
  const root = rootOf(error);
  return isRecord(root) && typeof root.code === 'string' ? root.code : undefined;
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
