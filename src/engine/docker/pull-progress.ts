import type { PullProgress } from '../engine.ts';
import { isRecord } from './docker-config.ts';

/** One report of a pull (Engine API, `ImageCreate`), as far as it is used. */
export interface PullReport {
  readonly id: string;
  readonly status: string;
  readonly current: number;
  readonly total: number;
  /** the pull failed in the middle, although it was answered with 200 */
  readonly error: string | undefined;
}

/** Reads a report; anything odd in it counts as nothing. */
export function parseReport(line: string): PullReport {
  const parsed: unknown = JSON.parse(line);
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

/** Adds up what the layers of one image report: bytes that came over the network. */
export class PullSum {
  readonly #layers = new Map<string, { current: number; total: number }>();

  /** Takes a report; undefined when nothing that is shown has changed. */
  add({ id, status, current, total }: PullReport): PullProgress | undefined {
    const layer = this.#layers.get(id);
    switch (status) {
      case 'Downloading':
        if (total > 0) this.#layers.set(id, { current, total });
        return this.#sum(status);
      case 'Download complete':
      case 'Verifying Checksum':
      case 'Pull complete':
        if (layer === undefined || layer.current === layer.total) return undefined;
        layer.current = layer.total;
        return this.#sum(status);
      case 'Extracting':
        return this.#sum(status);
      default:
        return undefined;
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
