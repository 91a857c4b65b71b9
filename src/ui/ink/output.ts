/** What Ink changes each line of a text with. */
type Transformer = (line: string, index: number) => string;

/**
 * Stands in for the class of this name that Ink puts a frame together with: the bundler puts it there. Ink's own takes
 * every text apart into cells, since boxes may lie one over the other; that is most of what a frame costs. The texts of
 * this screen are whole rows, none over another, and are taken as they are.
 */
export default class Output {
  readonly #rows: string[];

  constructor({ height }: { readonly width: number; readonly height: number }) {
    this.#rows = Array.from({ length: height }, () => '');
  }

  write(x: number, y: number, text: string, { transformers }: { readonly transformers: readonly Transformer[] }): void {
    for (const [index, line] of text.split('\n').entries()) {
      if (y + index >= this.#rows.length) return;
      const shown = transformers.reduce((before, transform) => transform(before, index), line);
      this.#rows[y + index] = ' '.repeat(x) + shown;
    }
  }

  /** A screen that is drawn in rows of its own width hides nothing. */
  clip(): void {}

  unclip(): void {}

  get(): { readonly output: string; readonly height: number } {
    return { output: this.#rows.map((row) => row.trimEnd()).join('\n'), height: this.#rows.length };
  }
}
