import { formsOf, shortestMasked } from './forms-of.ts';

/** What stands in a text instead of a sensitive value. */
export const mask = '••••';

/** Hides sensitive values in texts; values come to be known in the middle of a run. */
export class Masker {
  readonly #values = new Set<string>();
  readonly #forms = new Set<string>();
  #pattern: RegExp | undefined;

  /** Learns values; tells whether any of them is new. Those under 4 characters are not masked: they would hide everything. */
  learn(values: Iterable<string>): boolean {
    const known = this.#forms.size;
    for (const value of values) {
      if (value.trim().length < shortestMasked || this.#values.has(value)) continue;
      this.#values.add(value);
      for (const form of formsOf(value)) this.#forms.add(form);
    }
    if (this.#forms.size === known) return false;
    // Longest first, so that a value that contains another is hidden whole.
    const forms = [...this.#forms].sort((a, b) => b.length - a.length);
    this.#pattern = new RegExp(forms.map(escaped).join('|'), 'g');
    return true;
  }

  readonly apply = (text: string): string => (this.#pattern === undefined ? text : text.replace(this.#pattern, mask));
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
