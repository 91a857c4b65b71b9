import type Dockerode from 'dockerode';
import { ask } from './ask.ts';
import { containerAppears } from './container-appears.ts';
import { dialJson } from './dial.ts';
import type { Asked } from './translate.ts';
import { refusalOf } from './translate.ts';

/** A container to be created, as the engine takes it; its name and its labels are its own. */
interface Named {
  readonly query: Readonly<Record<string, string>> & { readonly name: string };
  readonly body: { readonly Labels?: Readonly<Record<string, string>> };
}

/** What the engine answers to a create. */
interface Created {
  readonly Id: string;
  readonly Warnings?: readonly string[] | null;
}

/**
 * Creates a container, also where the engine goes away in the middle: what it made without having been able to say so
 * is found by its name. Dockerode's own method would put the body into the URL as well, and keeps warnings to itself.
 */
export function createNamed(
  docker: Dockerode,
  { query, body }: Named,
  asked: Omit<Asked, 'repeat'>,
  signal: AbortSignal,
): Promise<Created> {
  let attempts = 0;
  return ask({ ...asked, repeat: 'safe' }, signal, async (abortSignal) => {
    attempts++;
    try {
      return await dialJson<Created>(docker, { method: 'POST', path: '/containers/create', query, body }, abortSignal);
    } catch (error) {
      const isTaken = attempts > 1 && refusalOf(error)?.status === 409;
      const made = isTaken ? await madeBefore(docker, query.name, body.Labels ?? {}, abortSignal) : undefined;
      if (made === undefined) throw error;
      return made;
    }
  });
}

/** A container of this name, maybe still on its way, that has all of these labels. */
async function madeBefore(
  docker: Dockerode,
  name: string,
  labels: Readonly<Record<string, string>>,
  abortSignal: AbortSignal,
): Promise<Created | undefined> {
  const found = await containerAppears(docker, name, abortSignal);
  const isOurs = Object.entries(labels).every(([key, value]) => found?.Config.Labels?.[key] === value);
  return found !== undefined && isOurs ? { Id: found.Id } : undefined;
}
