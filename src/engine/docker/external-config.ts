import type Dockerode from 'dockerode';
import { ask } from './ask.ts';
import { dialJson } from './dial.ts';
import { engineError, isMissing, refusalOf } from './translate.ts';

interface Config {
  readonly Spec?: { readonly Data?: string };
}

/** The content of a config that the engine keeps as the manager of a swarm. A secret of a swarm can not be read by anyone. */
export async function externalConfig(
  docker: Dockerode,
  { of, name }: { readonly of: 'secret' | 'config'; readonly name: string },
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (of === 'secret') {
    throw engineError(
      'container-create',
      `the external secret "${name}" can not be read from the engine`,
      'give the secret a "file" or an "environment"',
    );
  }
  try {
    const found = await ask({ doing: `look for the config "${name}"`, repeat: 'safe' }, signal, (abortSignal) =>
      dialJson<Config>(docker, { method: 'GET', path: `/configs/${encodeURIComponent(name)}` }, abortSignal),
    );
    return Buffer.from(found.Spec?.Data ?? '', 'base64');
  } catch (error) {
    if (!isMissing(error) && refusalOf(error)?.status !== 503) throw error;
    throw engineError(
      'container-create',
      `the external config "${name}" is not on the engine`,
      'only an engine that manages a swarm keeps configs: give it a "file" or "content"',
    );
  }
}
