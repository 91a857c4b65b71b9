import { createHash } from 'node:crypto';
import type Dockerode from 'dockerode';
import type { Host } from '../../../core/host.ts';
import type { BuildSpec } from '../../build-spec.ts';
import type { BuildProblem } from './build-failure.ts';
import type { BuildJob } from './build-job.ts';
import type { Query } from './build-query.ts';
import { findDockerfile } from './context/dockerfile.ts';
import { folderTree } from './context/folder-tree.ts';
import { memoryTree } from './context/memory-tree.ts';
import { remoteQuery } from './remote-context.ts';
import { fileSync } from './session/file-sync.ts';
import type { Services } from './session/grpc-server.ts';
import { openSession } from './session/open-session.ts';
import { registryLogins } from './session/registry-logins.ts';
import { secretStore } from './session/secrets.ts';
import { sshAgents } from './session/ssh-agents.ts';

/** A build by BuildKit, which fetches the context, secrets and logins as it needs them, over a session. */
export async function buildkitJob(
  docker: Dockerode,
  host: Host,
  spec: BuildSpec,
  signal: AbortSignal,
): Promise<BuildJob> {
  const { build } = spec;
  let problem: BuildProblem | undefined;
  const context = await contextOf(spec, (found) => {
    problem ??= found;
  });
  const services: Services = {
    ...context.services,
    ...registryLogins(host),
    ...(build.secrets.length > 0 && (await secretStore(build.secrets))),
    ...(build.ssh.length > 0 && (await sshAgents(build.ssh, host))),
  };
  const place = build.context.kind === 'folder' ? build.context.path : build.context.url;
  const session = await openSession(docker, services, hashOf(`${host.name}:${place}`), signal);
  return {
    query: { version: 2, session: session.id, ...context.query },
    problem: () => problem,
    close: session.close,
  };
}

async function contextOf(
  { build }: BuildSpec,
  report: (problem: BuildProblem) => void,
): Promise<{ readonly query: Query; readonly services: Services }> {
  if (build.context.kind === 'url') return { query: remoteQuery(build.context.url, build), services: {} };
  const { path } = build.context;
  const { name, content, ownIgnore } = await findDockerfile(build, path);
  const files = new Map([
    [name, content],
    ...(ownIgnore === undefined ? [] : [[`${name}.dockerignore`, ownIgnore] as const]),
  ]);
  return {
    query: { remote: 'client-session', dockerfile: name },
    services: fileSync({ context: folderTree(path), dockerfile: memoryTree(files) }, report),
  };
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
