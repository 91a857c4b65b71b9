/** Values under this length would hide half of a text, and stay as they are. */
export const shortestMasked = 4;

/** Fewest characters of a base64 text that stand for a value and hardly ever for anything else. */
const shortestBase64 = 6;

/**
 * The forms in which a value may show up in a text: as it is and line by line, in JSON, in a URL, in the quotes of a
 * shell, in base64, and where it is JSON itself, each text within it in all of these.
 */
export function formsOf(value: string): ReadonlySet<string> {
  const text = value.toWellFormed();
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const forms = [text, text.trim(), ...lines, ...jsonForms(text), ...urlForms(text), text.replaceAll("'", `'\\''`)];
  const inner = textsWithin(text).flatMap((one) => [...formsOf(one)]);
  const shown = [...forms, ...inner].filter((form) => form.trim().length >= shortestMasked);
  return new Set([...shown, ...base64Forms(text.trim())]);
}

/** As encoders write it: only what has to be escaped, or also what has a meaning in HTML, or all that is not ASCII. */
function jsonForms(text: string): readonly string[] {
  const plain = withinQuotes(text);
  const forHtml = plain.replace(/[<>&]/g, unicodeEscape);
  const ascii = [plain, forHtml].map((form) => form.replace(/[\u007f-\uffff]/g, unicodeEscape));
  // A line of a log that is JSON often holds another one.
  return [plain, forHtml, ...ascii, plain.replaceAll('/', '\\/'), withinQuotes(plain)];
}

const withinQuotes = (text: string): string => JSON.stringify(text).slice(1, -1);

const unicodeEscape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** In a path, a query, a form, or the part before the host, with both cases of hexadecimal digits. */
function urlForms(text: string): readonly string[] {
  const usual = encodeURIComponent(text);
  const strict = usual.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  const encoded = [usual, strict].flatMap((form) => [form, form.replaceAll('%2F', '/'), form.replaceAll('%20', '+')]);
  const lower = encoded.map((form) => form.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()));
  return [...encoded, ...lower, encodeURI(text)];
}

/** Wherever in a longer text it begins: the characters that are made of nothing but its own bytes. */
function base64Forms(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const own = encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    if (own.length < shortestBase64) return [];
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** All texts in an object or list of JSON. */
function textsWithin(text: string): readonly string[] {
  if (!/^\s*[[{]/.test(text)) return [];
  const texts: string[] = [];
  try {
    JSON.parse(text, (_, inner: unknown) => {
      if (typeof inner === 'string') texts.push(inner);
      return inner;
    });
  } catch {
    // It only looks like JSON.
  }
  return texts;
}
