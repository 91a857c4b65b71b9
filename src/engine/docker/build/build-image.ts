import { randomUUID } from 'node:crypto';
import type Dockerode from 'dockerode';
import { DevstackError, type Evidence } from '../../../core/failure.ts';
import type { Host } from '../../../core/host.ts';
import type { BuildSpec } from '../../build-spec.ts';
import type { BuildProgress } from '../../engine.ts';
import { ask, chunksOf, open } from '../ask.ts';
import { dialJson, dialStream } from '../dial.ts';
import { findImage } from '../images.ts';
import { linesOf } from '../json-lines.ts';
import { engineError, refusalOf } from '../translate.ts';
import { BuildProblem, buildFailure } from './build-failure.ts';
import type { BuildJob } from './build-job.ts';
import { buildQuery } from './build-query.ts';
import { buildkitJob } from './buildkit-job.ts';
import { chooseBuilder } from './choose-builder.ts';
import { choosePlatform } from './choose-platform.ts';
import { classicJob } from './classic-job.ts';
import { heartbeat } from './heartbeat.ts';
import { leftOut } from './left-out.ts';
import { BuildOutput } from './progress/build-output.ts';
import { explain } from './progress/explain.ts';

/** A build may take hours; whether the engine is still there is asked beside it. The longest that a timer takes, in ms. */
const noDeadline = 2 ** 31 - 1;
/** How long the engine has to take back a build that was begun, in ms. */
const cancelDeadline = 5_000;

/** Builds an image under all of its names and resolves to its id. Throws `image-build`, with the end of the output. */
export async function buildImage(
  docker: Dockerode,
  apiVersion: string,
  host: Host,
  spec: BuildSpec,
  progress: (progress: BuildProgress) => void,
  signal: AbortSignal,
): Promise<string> {
  const output = new BuildOutput(progress);
  try {
    const builder = await chooseBuilder(docker, host, signal);
    for (const line of leftOut(spec.build, builder, apiVersion)) output.note(line);
    const platform = await choosePlatform(docker, host, spec, signal);
    const job = await (builder === 'buildkit'
      ? buildkitJob(docker, host, spec, signal)
      : classicJob(host, spec, signal));
    try {
      await run(docker, spec, job, { ...buildQuery(spec, platform), ...job.query }, output, signal);
    } catch (error) {
      throw signal.aborted ? signal.reason : (job.problem() ?? error);
    } finally {
      job.close();
    }
    const id = output.imageId ?? '';
    return id.startsWith('sha256:') ? id : ((await findImage(docker, id, signal))?.id ?? id);
  } catch (error) {
    if (error instanceof BuildProblem) throw problemFailure(spec, error, output);
    const refusal = error instanceof DevstackError ? refusalOf(error.cause) : undefined;
    throw refusal === undefined ? error : refused(spec, refusal.message, output);
  }
}

async function run(
  docker: Dockerode,
  spec: BuildSpec,
  { archive, headers }: BuildJob,
  query: BuildJob['query'],
  output: BuildOutput,
  signal: AbortSignal,
): Promise<void> {
  const asked = { doing: `build the image of "${spec.unit}"`, code: 'image-build', deadlineMs: noDeadline } as const;
  const buildid = randomUUID();
  const scope = new AbortController();
  const both = AbortSignal.any([signal, scope.signal]);
  heartbeat(docker, asked.doing, both).catch((error: unknown) => scope.abort(error));
  const call = { method: 'POST', path: '/build', query: { ...query, buildid }, ...(headers && { headers }) } as const;
  try {
    const stream = await open(asked, both, (abortSignal) =>
      dialStream(docker, { ...call, ...(archive && { archive }) }, abortSignal),
    );
    for await (const document of linesOf(chunksOf(stream, asked, both))) output.push(document);
  } catch (error) {
    if (both.aborted) await cancel(docker, buildid);
    throw error;
  } finally {
    output.end();
    scope.abort();
  }
  if (output.error !== undefined) throw refused(spec, output.error, output);
  // The stream of an engine that goes away ends as if all had been said.
  if (output.imageId === undefined) {
    throw engineError(
      'engine-lost',
      `could not ${asked.doing}: the engine stopped in the middle`,
      'start the Docker engine again',
    );
  }
}

/** Takes a build back (Engine API 1.39, `BuildCancel`), as well as that goes; a closed connection says it as well. */
async function cancel(docker: Dockerode, id: string): Promise<void> {
  const signal = AbortSignal.timeout(cancelDeadline);
  try {
    await ask({ doing: 'cancel the build' }, signal, (abortSignal) =>
      dialJson(docker, { method: 'POST', path: '/build/cancel', query: { id } }, abortSignal),
    );
  } catch {
    // Then it ends by its lost connection.
  }
}

function refused(spec: BuildSpec, error: string, output: BuildOutput): DevstackError {
  const { message, hint, exitCode } = explain(error, output.step);
  const evidence = { ...evidenceOf(output), ...(exitCode !== undefined && { exitCode }) };
  return buildFailure(spec.unit, message, { ...(hint !== undefined && { hint }), evidence, cause: error });
}

function problemFailure(spec: BuildSpec, { message, hint, cause }: BuildProblem, output: BuildOutput): DevstackError {
  const evidence = evidenceOf(output);
  return buildFailure(spec.unit, message, { ...(hint !== undefined && { hint }), evidence, cause });
}

const evidenceOf = ({ lastLines }: BuildOutput): Evidence => (lastLines.length > 0 ? { logs: lastLines } : {});
