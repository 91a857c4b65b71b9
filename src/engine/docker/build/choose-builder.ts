import type { IncomingMessage } from 'node:http';
import type Dockerode from 'dockerode';
import type { Host } from '../../../core/host.ts';
import { open } from '../ask.ts';
import { dialStream } from '../dial.ts';

/** What builds images in an engine. */
export type Builder = 'buildkit' | 'classic';

const asked = { doing: 'ask the engine which builder it has' };

/**
 * The user's choice as the docker CLI takes it (DOCKER_BUILDKIT), else the engine's (header Builder-Version of
 * `GET /_ping`, which may take `deadlineMs`). Engines from 20.10 on say nothing there unless they are set up to, and have
 * BuildKit all the same; Podman and engines of Windows do not.
 */
export async function chooseBuilder(
  docker: Dockerode,
  host: Host,
  signal: AbortSignal,
  deadlineMs?: number,
): Promise<Builder> {
  const chosen = host.environment.DOCKER_BUILDKIT;
  if (chosen) return isTrue(chosen) ? 'buildkit' : 'classic';
  const answer = (await open({ ...asked, ...(deadlineMs && { deadlineMs }) }, signal, (abortSignal) =>
    dialStream(docker, { method: 'GET', path: '/_ping' }, abortSignal),
  )) as IncomingMessage;
  answer.resume();
  const { headers } = answer;
  const told = headers['builder-version'];
  if (told === '2') return 'buildkit';
  const hasNone = told === '1' || headers['libpod-api-version'] !== undefined || headers.ostype === 'windows';
  return hasNone ? 'classic' : 'buildkit';
}

/** Texts that Go takes for true (strconv.ParseBool), and so the docker CLI. */
const isTrue = (text: string): boolean => /^(?:1|t|true)$/i.test(text);
