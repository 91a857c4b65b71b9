import { fail, ok, type Result } from './result.ts';

const powers: Readonly<Record<string, number>> = { '': 0, b: 0, k: 1, kb: 1, m: 2, mb: 2, g: 3, gb: 3, t: 4, tb: 4 };

/**
 * Bytes of a size such as `64m` or `1gb`, in powers of 1024; without a unit, bytes
 * (Compose Specification, "Specifying byte values"). The reason of a failure continues a sentence: `"size" …`.
 */
export function parseSize(text: string): Result<number, string> {
  const match = /^(\d+(?:\.\d+)?) ?([a-z]*)$/i.exec(text.trim());
  const power = powers[(match?.[2] ?? '?').toLowerCase()];
  if (!match || power === undefined) return fail(`must be a size such as 64m or 1gb, not "${text.trim()}"`);
  return ok(Math.round(Number(match[1]) * 1024 ** power));
}
