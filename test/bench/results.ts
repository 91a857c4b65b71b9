import type { Sample } from './measure.ts';
import type { Figure } from './terminal/figure.ts';

/** All samples of one contestant in one case. */
export interface Row {
  /** such as `shop, up` */
  readonly what: string;
  readonly who: string;
  readonly samples: readonly Sample[];
  /** of the stack, where the cost of each is what is asked for */
  readonly units?: number;
}

/** What could not be measured, and why. */
export interface Trouble {
  readonly what: string;
  readonly why: string;
}

/** What has been measured so far: it is told in any case, whatever comes after. */
export class Results {
  readonly figures: Figure[] = [];
  /** what was measured in part or not at all, since something went wrong */
  readonly failed: Trouble[] = [];
  /** what this machine has not what it takes for */
  readonly leftOut: Trouble[] = [];
  readonly #rows = new Map<string, Row & { readonly samples: Sample[] }>();

  get rows(): readonly Row[] {
    return [...this.#rows.values()];
  }

  /** Keeps a run beside those of the same contestant in the same case. */
  add(row: Omit<Row, 'samples'>, sample: Sample): void {
    const key = `${row.what}|${row.who}`;
    const kept = this.#rows.get(key) ?? { ...row, samples: [] };
    kept.samples.push(sample);
    this.#rows.set(key, kept);
  }

  fail(what: string, cause: unknown): void {
    this.failed.push({ what, why: cause instanceof Error ? cause.message : String(cause) });
  }
}
