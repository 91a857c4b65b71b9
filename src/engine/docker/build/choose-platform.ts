import type Dockerode from 'dockerode';
import type { Host } from '../../../core/host.ts';
import type { BuildSpec } from '../../build-spec.ts';
import { ask } from '../ask.ts';
import { dialJson } from '../dial.ts';

/**
 * The one platform that an image is built for, since an engine keeps and runs one: the unit's, else the user's default,
 * else of those that the build names the engine's own, else the first. undefined: the engine's own, as nothing says other.
 */
export async function choosePlatform(
  docker: Dockerode,
  host: Host,
  spec: BuildSpec,
  signal: AbortSignal,
): Promise<string | undefined> {
  const [first, ...more] = spec.build.platforms;
  const wanted = spec.platform ?? (host.environment.DOCKER_DEFAULT_PLATFORM || undefined);
  if (wanted !== undefined || more.length === 0) return wanted ?? first;
  const { Os, Arch } = await ask({ doing: 'ask the engine for its platform', repeat: 'safe' }, signal, (abortSignal) =>
    dialJson<Dockerode.DockerVersion>(docker, { method: 'GET', path: '/version' }, abortSignal),
  );
  return spec.build.platforms.find((platform) => platform.startsWith(`${Os}/${Arch}`)) ?? first;
}
