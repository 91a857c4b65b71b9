const shortestMasked = 4;
const mask = '••••';

/** The forms in which a value may show up in a text: as it is, in JSON, in a URL, and line by line. */
function formsOf(value: string): readonly string[] {
  const lines = value.split(/\r?\n/).filter((line) => line.trim().length >= shortestMasked);
  const inJson = JSON.stringify(value).slice(1, -1);
  return [value, inJson, encodeURIComponent(value), ...lines];
}

/** Hides sensitive values in texts; values come to be known in the middle of a run. */
export class Masker {
  #forms: readonly string[] = [];

  /** Learns values; tells whether any of them is new. Those under 4 characters are not masked: they would hide everything. */
  learn(values: Iterable<string>): boolean {
    const forms = new Set(this.#forms);
    for (const value of values) {
      if (value.length < shortestMasked) continue;
      for (const form of formsOf(value)) forms.add(form);
    }
    if (forms.size === this.#forms.length) return false;
    // Longest first, so that a value that contains another is hidden whole.
    this.#forms = [...forms].sort((a, b) => b.length - a.length);
    return true;
  }

  readonly apply = (text: string): string => {
    let masked = text;
    for (const form of this.#forms) if (masked.includes(form)) masked = masked.replaceAll(form, mask);
    return masked;
  };
}
