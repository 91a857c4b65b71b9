import { createHmac } from 'node:crypto';
import type { ContainerSpec } from '../../plan/container-spec.ts';
import type { InputHashes } from './inputs.ts';

/**
 * What a job's result depends on, part by part, so that a change can be named. Environment values are keyed
 * hashes: a plain hash of a short secret can be guessed.
 */
export interface Fingerprint {
  readonly image: string;
  readonly command: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly inputs: InputHashes;
  /** identities of the data that it works on, by service */
  readonly state: Readonly<Record<string, string>>;
}

/** Makes a job's fingerprint. `image`: its identity; the outputs that it consumes are in its environment. */
export function fingerprintOf(
  spec: ContainerSpec,
  image: string,
  inputs: InputHashes,
  state: Readonly<Record<string, string>>,
  key: string,
): Fingerprint {
  const keyed = (text: string) => createHmac('sha256', key).update(text).digest('hex').slice(0, 24);
  const environment = [...spec.environment].map(([name, value]) => [name, keyed(`${name}=${value}`)] as const);
  const { entrypoint, command, user, workingDir } = spec;
  return {
    image,
    command: keyed(JSON.stringify([entrypoint ?? null, command ?? null, user ?? null, workingDir ?? null])),
    environment: Object.fromEntries(environment.sort(([a], [b]) => (a < b ? -1 : 1))),
    inputs,
    state,
  };
}

/** Why a job runs again, part by part; empty when nothing has changed. */
export function changesSince(before: Fingerprint, now: Fingerprint): readonly string[] {
  const changes: string[] = [];
  if (before.image !== now.image) changes.push('image changed');
  if (before.command !== now.command) changes.push('command changed');
  const environment = differences(before.environment, now.environment);
  if (environment.length > 0) changes.push(`environment: ${environment.join(', ')}`);
  const inputs = differences(before.inputs, now.inputs);
  if (inputs.length > 0) changes.push(`inputs: ${inputs.join(', ')}`);
  return [...changes, ...newData(before, now)];
}

/** Whose data is not that of before any more; empty when all of it is the same. */
export function newData(before: Fingerprint, now: Fingerprint): readonly string[] {
  const state = differences(before.state, now.state).map((entry) => entry.replace(/ (added|changed|removed)$/, ''));
  return state.length > 0 ? [`the data of ${state.join(', ')} is new`] : [];
}

function differences(
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return names.flatMap((name) => {
    if (before[name] === now[name]) return [];
    if (before[name] === undefined) return [`${name} added`];
    return [now[name] === undefined ? `${name} removed` : `${name} changed`];
  });
}
