import { createWriteStream } from 'node:fs';
import { access, constants, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DevstackError, failureOf } from '../core/failure.ts';
import { type InstanceId, unitOf } from '../core/unit-state.ts';
import { whyUnwritable } from '../core/why-unwritable.ts';
import type { Engine } from '../engine/engine.ts';
import { type ArtifactSource, artifactFiles } from '../ui/report/artifacts.ts';
import { stripped } from '../ui/sanitize.ts';
import type { Shell } from './shell.ts';

/** Longest that the logs of one container may take to be read, ms. */
const logDeadline = 30_000;

/** Makes the folder that artifacts go to, so that one that can not be had is known before anything starts. Throws `usage`. */
export async function artifactFolder(path: string, { folder }: Shell): Promise<string> {
  const absolute = resolve(folder, path);
  try {
    await makeFolder(absolute);
    await access(absolute, constants.W_OK);
  } catch (thrown) {
    const message = `"${path}" can not be the folder of the artifacts: ${whyUnwritable(thrown)}`;
    throw new DevstackError({ code: 'usage', family: 'usage', message });
  }
  return absolute;
}

/** With the folders above it, one by one: where nobody can make any, as under /proc, Node's own way tries for ever. */
async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path).catch(async (error: unknown) => {
    if (!(await isFolder(path))) throw error;
  });
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** Writes all that is known of a run to a folder, while its containers are still there. Resolves to what could not be written. */
export async function writeArtifacts(
  folder: string,
  source: ArtifactSource,
  engine: Engine | undefined,
): Promise<readonly string[]> {
  await mkdir(join(folder, 'logs'), { recursive: true });
  const files = [...artifactFiles(source)].map(([file, text]) => writeFile(join(folder, file), text));
  const logs = engine === undefined ? [] : [writeLogs(join(folder, 'logs'), source, engine)];
  const done = await Promise.allSettled([...files, ...logs]);
  return done.flatMap((one) => (one.status === 'rejected' ? [problemOf(one.reason)] : []));
}

const problemOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? whyUnwritable(thrown) : failureOf(thrown).message;

/** A file for each instance: all that its container has written, or where none is left what was told of it. */
async function writeLogs(folder: string, source: ArtifactSource, engine: Engine): Promise<void> {
  const { plan, view, mask } = source;
  const { containers } = await engine.observe(plan.project, AbortSignal.timeout(logDeadline));
  const handles = new Map(containers.map(({ instance, handle }) => [instance, handle]));
  for (const instance of view.states.keys()) {
    const path = join(folder, fileOf(view.units.get(unitOf(instance))?.instances.length ?? 1, instance));
    const handle = handles.get(instance);
    if (handle !== undefined) await writeLog(path, handle, mask, engine);
    else {
      const kept = view.logsOf(instance);
      const lines = kept.last(kept.length).map((line) => `${stripped(mask(line))}\n`);
      if (lines.length > 0) await writeFile(path, lines.join(''));
    }
  }
}

/** `api.log`, or `api-2.log` where there are several. */
const fileOf = (count: number, instance: InstanceId): string =>
  `${count > 1 ? instance.replace('#', '-') : unitOf(instance)}.log`;

/** With the time of each line, so that those of several units can be set beside each other. */
async function writeLog(path: string, handle: string, mask: (text: string) => string, engine: Engine): Promise<void> {
  const lines = engine.logs(handle, { follow: false }, AbortSignal.timeout(logDeadline));
  await pipeline(async function* () {
    for await (const { at, line } of lines) yield `${new Date(at).toISOString()} ${stripped(mask(line))}\n`;
  }, createWriteStream(path));
}
