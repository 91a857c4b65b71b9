import type { Host } from '../../../core/host.ts';
import type { BuildSpec } from '../../build-spec.ts';
import { readDockerConfig } from '../docker-config.ts';
import { registryHost } from '../image-reference.ts';
import { credentialsFor } from '../registry-credentials.ts';
import { registryHeader } from '../registry-header.ts';
import { BuildProblem } from './build-failure.ts';
import type { BuildJob } from './build-job.ts';
import { contextArchive } from './context/context-archive.ts';
import { findDockerfile } from './context/dockerfile.ts';
import { remoteQuery } from './remote-context.ts';

/** A build by the classic builder, which gets everything with the call. */
export async function classicJob(host: Host, spec: BuildSpec, signal: AbortSignal): Promise<BuildJob> {
  const { build } = spec;
  for (const key of ['secrets', 'ssh'] as const) {
    if (build[key].length > 0) {
      throw new BuildProblem(
        `the classic builder knows no "${key}"`,
        'let BuildKit build: take DOCKER_BUILDKIT=0 away, or use an engine that has BuildKit',
      );
    }
  }
  const headers = { 'X-Registry-Config': await allLogins(host, signal) };
  const common = { headers, close: () => undefined };
  if (build.context.kind === 'url') {
    return { ...common, query: remoteQuery(build.context.url, build), problem: () => undefined };
  }
  const file = await findDockerfile(build, build.context.path);
  const { archive, dockerfile } = await contextArchive(build.context.path, file, signal);
  let problem: BuildProblem | undefined;
  archive.once('error', (error) => {
    if (error instanceof BuildProblem) problem = error;
  });
  return { query: { dockerfile }, headers, archive, problem: () => problem, close: () => void archive.destroy() };
}

/** All logins of the user, since which registries a Dockerfile leads to is known only to the builder. */
async function allLogins(host: Host, signal: AbortSignal): Promise<string> {
  const { auths = {}, credHelpers = {} } = await readDockerConfig(host);
  const registries = [...new Set([...Object.keys(auths), ...Object.keys(credHelpers)])];
  const logins = await Promise.all(
    registries.map(async (registry) => {
      const login = await credentialsFor(`${registryHost(registry)}/image`, host, signal);
      return login === undefined ? [] : [[registry, login] as const];
    }),
  );
  return registryHeader(Object.fromEntries(logins.flat()));
}
