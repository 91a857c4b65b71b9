/** `NAME=value` of a command line; `NAME` alone is taken from the environment, and left out where that has none. */
export function environmentOf(
  texts: readonly string[] = [],
  environment: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<string, string> {
  return new Map(
    texts.flatMap((text) => {
      const [name, value] = split(text);
      const found = value ?? environment[name];
      return found === undefined ? [] : [[name, found] as const];
    }),
  );
}

/** `NAME=value` of a command line, such as labels; without a value an empty one. */
export const labelsOf = (texts: readonly string[] = []): Readonly<Record<string, string>> =>
  Object.fromEntries(texts.map(split).map(([name, value = '']) => [name, value]));

function split(text: string): readonly [name: string, value: string | undefined] {
  const at = text.indexOf('=');
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
