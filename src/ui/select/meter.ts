import type { InstanceId } from '../../core/unit-state.ts';

/** What a unit has used since its start, at one moment: `at` and `cpuMs` in ms, `memory` in bytes. */
export interface Reading {
  readonly at: number;
  readonly cpuMs: number;
  readonly memory: number;
}

/** Numbers as they are shown. */
interface Shown {
  /** percent of one processor */
  readonly cpu: number;
  /** bytes */
  readonly memory: number;
}

/** What changes less than this is shown as before, so that a screen on which nothing happens stays as it is. */
const leastPoints = 1;
const leastShare = 0.1;

/** Numbers of what units use, from one reading to the next. */
export class Meter {
  readonly #last = new Map<InstanceId, Reading>();
  readonly #shown = new Map<InstanceId, Shown>();

  /** Takes in readings of all that are read; returns whether anything is shown differently. */
  take(readings: ReadonlyMap<InstanceId, Reading>): boolean {
    let isNews = false;
    for (const instance of this.#shown.keys()) {
      if (readings.has(instance)) continue;
      this.#last.delete(instance);
      isNews = this.#shown.delete(instance) || isNews;
    }
    for (const [instance, reading] of readings) isNews = this.#takeOne(instance, reading) || isNews;
    return isNews;
  }

  /** Such as ` 12%  48M`, always as wide as the others; undefined where nothing is known. */
  textOf(instance: InstanceId): string | undefined {
    const shown = this.#shown.get(instance);
    return shown && `${`${Math.round(shown.cpu)}%`.padStart(4)}${sizeText(shown.memory).padStart(5)}`;
  }

  #takeOne(instance: InstanceId, reading: Reading): boolean {
    const last = this.#last.get(instance);
    this.#last.set(instance, reading);
    // The first reading, and the first after a start anew, say only where to count from.
    if (last === undefined || reading.cpuMs < last.cpuMs || reading.at <= last.at) return false;
    const cpu = (100 * (reading.cpuMs - last.cpuMs)) / (reading.at - last.at);
    const { memory } = reading;
    const before = this.#shown.get(instance);
    const isNear =
      before !== undefined &&
      Math.abs(cpu - before.cpu) < Math.max(leastPoints, before.cpu * leastShare) &&
      Math.abs(memory - before.memory) < before.memory * leastShare;
    if (isNear) return false;
    const textBefore = this.textOf(instance);
    this.#shown.set(instance, { cpu, memory });
    return this.textOf(instance) !== textBefore;
  }
}

const units = ['B', 'K', 'M', 'G', 'T'] as const;

/** Bytes in at most four columns, such as `48M` and `1.2G`; in powers of 1024, as engines tell them. */
function sizeText(bytes: number): string {
  let amount = bytes;
  let index = 0;
  // 999.5 would be written with four digits.
  while (amount >= 999.5 && index < units.length - 1) {
    amount /= 1024;
    index++;
  }
  const digits = amount < 9.95 && index > 2 ? 1 : 0;
  return `${amount.toFixed(digits)}${units[index]}`;
}
