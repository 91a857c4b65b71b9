/** Whether a file is JSON as well as YAML, so that others may read it as that. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A text in quotes, or what stands between the signs that give a map or list its form. */
const token = /"(?:[^"\\]|\\.)*"|[^\s[\]{},:"](?:[^[\]{},:"\r\n]*[^\s[\]{},:"])?/gu;

/** The same part of a map or list on one line, with all texts and keys in quotes. */
export const asJson = (part: string): string =>
  part.replaceAll(token, (text) => (text.startsWith('"') || text === 'true' || text === 'false' ? text : `"${text}"`));
