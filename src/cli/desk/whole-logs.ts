import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { DevstackError } from '../../core/failure.ts';
import type { InstanceId } from '../../core/unit-state.ts';
import { whyUnwritable } from '../../core/why-unwritable.ts';
import type { Engine } from '../../engine/engine.ts';
import { sanitizeLine, stripped } from '../../ui/sanitize.ts';
import { mergeByTime } from '../logs/merge-by-time.ts';

/** Whose logs are written, and how. */
export interface WholeLogs {
  readonly engine: Engine;
  readonly project: string;
  readonly instances: readonly InstanceId[];
  /** lines that are taken */
  readonly only: (line: string) => boolean;
  readonly mask: (text: string) => string;
  readonly colors: boolean;
}

/**
 * Writes all that the containers of these instances have written to a new file, in the order of time: the screen keeps only
 * the last of it. Throws `usage` where the file can not be written.
 */
export async function writeLogs(path: string, logs: WholeLogs, signal: AbortSignal): Promise<void> {
  const { engine, project, instances, only, mask, colors } = logs;
  const { containers } = await engine.observe(project, signal);
  const wanted = containers.filter(({ instance }) => instances.includes(instance));
  const width = Math.max(0, ...wanted.map(({ unit }) => unit.length));
  // Only for its owner: what units write may be meant for nobody else.
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  try {
    await once(file, 'open');
    const sources = wanted.map(async function* ({ handle, unit }) {
      for await (const line of engine.logs(handle, { follow: false }, signal)) yield { ...line, unit };
    });
    for await (const { unit, line } of mergeByTime(sources)) {
      const text = sanitizeLine(mask(line), colors);
      if (!only(stripped(text))) continue;
      const name = wanted.length === 1 ? '' : `${unit.padEnd(width)} | `;
      if (!file.write(`${name}${text}\n`)) await once(file, 'drain');
    }
    file.end();
    await finished(file);
  } catch (thrown) {
    file.destroy();
    if (thrown instanceof DevstackError) throw thrown;
    const message = `"${path}" can not be written: ${whyUnwritable(thrown)}`;
    throw new DevstackError({ code: 'usage', family: 'usage', message });
  }
}
