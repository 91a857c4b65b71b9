import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../core/host.ts';
import { consult } from '../../core/witness.ts';

/** The docker CLI's own settings, as far as devstack honours them. Never shown: it can hold passwords. */
export interface DockerConfig {
  readonly currentContext?: string;
  readonly credsStore?: string;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly auths?: Readonly<Record<string, StoredLogin>>;
}

/** A login as `docker login` leaves it in config.json. */
export interface StoredLogin {
  /** base64 of `user:password` */
  readonly auth?: string;
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
  readonly registrytoken?: string;
}

/** The docker CLI's folder: DOCKER_CONFIG, else ~/.docker. */
export const dockerFolder = (host: Host): string => host.environment.DOCKER_CONFIG || join(host.home, '.docker');

/** config.json; empty where there is none or it can not be read, as for the docker CLI on a fresh machine. */
export async function readDockerConfig(host: Host): Promise<DockerConfig> {
  const parsed = await readJson(join(dockerFolder(host), 'config.json'));
  return isRecord(parsed) ? parsed : {};
}

/** A JSON file, or undefined where it is missing or broken. */
export async function readJson(path: string): Promise<unknown> {
  consult(path);
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Narrows parsed JSON to an object. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
