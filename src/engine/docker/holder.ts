import type Dockerode from 'dockerode';
import { chunksOf, open, workDeadline } from './ask.ts';
import { createNamed } from './create-named.ts';
import { linesOf } from './json-lines.ts';
import { tarOf } from './tar.ts';
import { parseReport } from './transfer-progress.ts';
import { engineError, isMissing } from './translate.ts';

/**
 * A holder is a container that is never started: it is a name that only one can have, or a way to a volume's files.
 * Its image is made here, since nothing may have to be pulled for it.
 */
export interface Holder {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** a volume by name, and where it is mounted */
  readonly mount?: readonly [volume: string, target: string];
  /** a container whose volumes it has too */
  readonly volumesFrom?: string;
}

const repository = 'devstack-holder';
const tag = '1';

/** Creates a holder; throws the engine's conflict (409) where the name is taken. Its id. */
export async function createHolder(docker: Dockerode, holder: Holder, signal: AbortSignal): Promise<string> {
  try {
    return await create(docker, holder, signal);
  } catch (error) {
    if (!isMissing(error)) throw error;
    await importImage(docker, signal);
    return create(docker, holder, signal);
  }
}

async function create(
  docker: Dockerode,
  { name, labels, mount, volumesFrom }: Holder,
  signal: AbortSignal,
): Promise<string> {
  const mounts = mount === undefined ? [] : [{ Type: 'volume', Source: mount[0], Target: mount[1] }];
  const body = {
    Image: `${repository}:${tag}`,
    // Never run, but the engine wants to know.
    Cmd: ['/holder'],
    Labels: labels,
    NetworkDisabled: true,
    HostConfig: {
      NetworkMode: 'none',
      Mounts: mounts,
      ...(volumesFrom !== undefined && { VolumesFrom: [volumesFrom] }),
    },
  };
  const asked = { doing: `create the container "${name}"`, deadlineMs: workDeadline };
  const { Id } = await createNamed(docker, { query: { name }, body }, asked, signal);
  return Id;
}

async function importImage(docker: Dockerode, signal: AbortSignal): Promise<void> {
  const doing = `make the image "${repository}:${tag}"`;
  const asked = { doing, deadlineMs: workDeadline, idleMs: workDeadline };
  const archive = await tarOf([{ name: 'holder', mode: 0o444, content: 'kept by devstack, never started\n' }]);
  const stream = await open(asked, signal, (abortSignal) =>
    docker.importImage(archive as unknown as NodeJS.ReadableStream, {
      repo: repository,
      tag,
      changes: [`LABEL ${repository}=${tag}`],
      abortSignal,
    }),
  );
  for await (const line of linesOf(chunksOf(stream, asked, signal))) {
    const { error } = parseReport(line);
    if (error !== undefined) throw engineError('engine-refused', `could not ${asked.doing}: ${error}`);
  }
}
