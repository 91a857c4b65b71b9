/** A place in a text of lines, which knows how far in the next line with content stands. */
export class PlainLines {
  readonly text: string;
  at = 0;
  /** of the line that `at` has come to; -1 at the end */
  indent = 0;
  /** of the last line with content, for collections, which end with it */
  lastEnd = 0;

  constructor(text: string) {
    this.text = text;
    this.#toContent();
  }

  get char(): string | undefined {
    return this.text[this.at];
  }

  skipBlanks(from: number): void {
    this.at = from;
    while (this.text[this.at] === ' ') this.at++;
  }

  /** The same in brackets, which may go on below, further in than `indent`; false where they do not. */
  skipInBrackets(from: number, indent: number): boolean {
    this.skipBlanks(from);
    while (this.char === '\n') {
      const lineStart = this.at + 1;
      this.skipBlanks(lineStart);
      if (this.char !== '\n' && this.at - lineStart <= indent) return false;
    }
    return this.char !== '#';
  }

  /** Whether nothing more stands on this line, other than a comment. */
  isLineOver(): boolean {
    return this.char === undefined || this.char === '\n' || (this.char === '#' && this.text[this.at - 1] === ' ');
  }

  toNextLine(): void {
    this.lastEnd = this.at = this.#lineAfter(this.at);
    this.#toContent();
  }

  isItem(): boolean {
    return this.char === '-' && this.text[this.at + 1] === ' ';
  }

  /** The lines below this one that stand further in than `indent`, without what they all begin with. */
  takeBlock(indent: number): readonly string[] | undefined {
    const lines: string[] = [];
    let inner: number | undefined;
    let next = this.#lineAfter(this.at);
    for (let start = next; start < this.text.length; start = next) {
      next = this.#lineAfter(start);
      const line = this.text.slice(start, next).replace('\n', '');
      const column = line.search(/[^ ]/);
      if (column === -1 && inner === undefined && line !== '') return undefined;
      if (column !== -1) inner ??= column;
      if (column !== -1 && (column <= indent || column < (inner ?? 0))) break;
      lines.push(line.slice(inner ?? 0));
      this.lastEnd = this.at = next;
    }
    this.#toContent();
    return inner === undefined || inner <= indent || this.indent > indent ? undefined : lines;
  }

  #lineAfter(at: number): number {
    const lineBreak = this.text.indexOf('\n', at);
    return lineBreak === -1 ? this.text.length : lineBreak + 1;
  }

  /** From the start of a line, over lines that are empty or comments. */
  #toContent(): void {
    for (;;) {
      const lineStart = this.at;
      this.skipBlanks(lineStart);
      if (this.char !== undefined && this.char !== '\n' && this.char !== '#') {
        this.indent = this.at - lineStart;
        return;
      }
      this.indent = -1;
      if (this.char === undefined) return;
      this.at = this.#lineAfter(this.at);
    }
  }
}
