/** Makes lines of the pieces in which the output of one step comes. */
export class OutputLines {
  readonly #decoder = new TextDecoder();
  #rest = '';

  push(bytes: Uint8Array): readonly string[] {
    const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines.map(shown);
  }

  /** What was left without a line break. */
  flush(): readonly string[] {
    const rest = this.#rest + this.#decoder.decode();
    this.#rest = '';
    return rest === '' ? [] : [shown(rest)];
  }
}

/** What a terminal would show in the end of a line that was written over and over. */
const shown = (line: string): string => line.replace(/\r$/, '').split('\r').at(-1) ?? '';
