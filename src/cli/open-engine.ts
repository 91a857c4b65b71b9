import type { Engine } from '../engine/engine.ts';
import type { Shell } from './shell.ts';

/** The engine that this machine's settings lead to. Nothing is contacted before the first call. */
export async function openEngine({ host }: Shell): Promise<Engine> {
  const { dockerEngine } = await import('../engine/docker/docker-engine.ts');
  return dockerEngine(host);
}
