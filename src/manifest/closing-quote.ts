/**
 * Where the quote that opens at an offset is closed, with a backslash before those that do not; -1 where it is not.
 * It is looked for by hand: a pattern with alternatives exhausts the stack on a long text.
 */
export function closingQuote(text: string, open: number): number {
  const quote = text.charAt(open);
  let close = text.indexOf(quote, open + 1);
  while (close !== -1 && isEscaped(text, close)) close = text.indexOf(quote, close + 1);
  return close;
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text[before] === '\\') before--;
  return (at - before) % 2 === 0;
}
