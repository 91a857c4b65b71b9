import { fail, ok, type Result } from './result.ts';

const prefixes = ['', 'k', 'm', 'g', 't', 'p'];

/**
 * Bytes of a size such as `64m` or `1gb`, in powers of 1024; without a unit, bytes
 * (Compose Specification, "Specifying byte values"); `64MiB` is the same. The reason of a failure continues a sentence: `"size" …`.
 */
export function parseSize(text: string): Result<number, string> {
  const [, number, prefix = ''] = /^(\d+(?:\.\d+)?) ?(?:([kmgtp])i?)?b?$/i.exec(text.trim()) ?? [];
  if (number === undefined) return fail(`must be a size such as 64m or 1gb, not "${text.trim()}"`);
  return ok(Math.round(Number(number) * 1024 ** prefixes.indexOf(prefix.toLowerCase())));
}

/** Bytes for people, in powers of 1000 as engines show the sizes of images: `4.4 MB`. */
export function formatSize(bytes: number): string {
  const power = Math.min(4, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const text = power === 0 ? String(bytes) : (bytes / 1000 ** power).toFixed(1);
  return `${text} ${['B', 'kB', 'MB', 'GB', 'TB'][power]}`;
}
