import type { PullProgress } from '../engine.ts';
import { isRecord } from './docker-config.ts';
import { documentOf } from './json-lines.ts';

/** One report of a pull or push (Engine API, `ImageCreate` and `ImagePush`), as far as it is used. */
interface TransferReport {
  readonly id: string;
  readonly status: string;
  readonly current: number;
  readonly total: number;
  /** it failed in the middle, although it was answered with 200 */
  readonly error: string | undefined;
}

/** Reads a report; anything odd in it counts as nothing. */
export function parseReport(line: string): TransferReport {
  const parsed = documentOf(line);
  const report = isRecord(parsed) ? parsed : {};
  const detail = isRecord(report.progressDetail) ? report.progressDetail : {};
  const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
  return {
    id: String(report.id ?? ''),
    status: String(report.status ?? ''),
    current: number(detail.current),
    total: number(detail.total),
    error: typeof report.error === 'string' ? report.error : undefined,
  };
}

/** Adds up what the layers of one image report: bytes that went over the network. */
export class TransferSum {
  readonly #layers = new Map<string, { current: number; total: number }>();

  /** Takes a report; undefined when nothing that is shown has changed. */
  add({ id, status, current, total }: TransferReport): PullProgress | undefined {
    const layer = this.#layers.get(id);
    switch (status) {
      case 'Downloading':
      case 'Pushing':
        // A layer may turn out larger on its way than the engine thought.
        if (total > 0) this.#layers.set(id, { current, total: Math.max(current, total) });
        return this.#sum(status);
      case 'Download complete':
      case 'Verifying Checksum':
      case 'Pull complete':
      case 'Pushed':
        if (layer === undefined || layer.current === layer.total) return undefined;
        layer.current = layer.total;
        return this.#sum(status);
      case 'Extracting':
        return this.#sum(status);
      default:
        // The engine tries a login that the registry does not take for most of a minute.
        return status.startsWith('Retrying') ? this.#sum(status) : undefined;
    }
  }

  #sum(status: string): PullProgress {
    let current = 0;
    let total = 0;
    for (const layer of this.#layers.values()) {
      current += layer.current;
      total += layer.total;
    }
    return { current, total, status: status.toLowerCase() };
  }
}
