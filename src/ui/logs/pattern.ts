import { fail, ok, type Result } from '../../core/result.ts';

/** What lines are searched or filtered by. */
export interface Pattern {
  /** as it was typed */
  readonly source: string;
  readonly matches: (line: string) => boolean;
  /** Where it stands in a line, as pairs of begin and end; nowhere for one that is inverted. */
  readonly spans: (line: string) => readonly (readonly [number, number])[];
}

/**
 * A pattern as it was typed: a regular expression; capitals count only where there are any; `!` in front takes the lines
 * that do not match. The reason of a failure continues a sentence.
 */
export function parsePattern(source: string): Result<Pattern, string> {
  const isInverted = source.startsWith('!');
  const text = isInverted ? source.slice(1) : source;
  try {
    const flags = text === text.toLowerCase() ? 'iu' : 'u';
    const one = new RegExp(text, flags);
    const all = new RegExp(text, `g${flags}`);
    return ok({
      source,
      matches: (line) => one.test(line) !== isInverted,
      spans: (line) =>
        isInverted
          ? []
          : [...line.matchAll(all)].flatMap(({ index, 0: { length } }) =>
              length === 0 ? [] : [[index, index + length] as const],
            ),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(
      reason
        .slice(reason.lastIndexOf(': ') + 1)
        .trim()
        .toLowerCase(),
    );
  }
}
