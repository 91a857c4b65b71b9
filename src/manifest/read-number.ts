import type { Dialect } from './model.ts';
import type { ReadWord } from './read-values.ts';

/**
 * How numbers and booleans are read. Where text is wanted, such as in an environment, a devstack.yaml means what was
 * written, so that `1.10` does not become `1.1`. In a Compose file it is what other tools make of it, which are written
 * in Go: the value in its notation, a leading zero makes it octal, and numbers may hold "_" and be binary (YAML 1.1).
 */
export function wordReader(dialect: Dialect): ReadWord {
  if (dialect === 'compose')
    return (value, text) => {
      if (typeof value === 'boolean') return { value, text: String(value) };
      return typeof value === 'number' ? number(value, text) : oldNumber(text);
    };
  return (value, text) => ({ value: typeof value !== 'number' || Number.isFinite(value) ? value : text, text });
}

/** What is a number in YAML 1.1 alone, as go-yaml reads it; any other text is that. */
function oldNumber(text: string): ReturnType<ReadWord> {
  const bare = text.replaceAll('_', '');
  const [, sign, base, digits] = /^([-+]?)0([bBoOxX])([\da-fA-F]+)$/.exec(bare) ?? [];
  if (base !== undefined && digits !== undefined && isIn(base.toLowerCase(), digits)) {
    return wholeNumber(BigInt(`0${base}${digits}`) * (sign === '-' ? -1n : 1n));
  }
  const isDecimal = bare !== text && /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(bare);
  return isDecimal ? number(Number(bare), bare) : { value: text, text };
}

const isIn = (base: string, digits: string): boolean =>
  base === 'x' || (base === 'b' ? /^[01]+$/ : /^[0-7]+$/).test(digits);

function number(value: number, text: string): ReturnType<ReadWord> {
  const [, sign, octal] = /^([-+]?)0([0-7]+)$/.exec(text) ?? [];
  if (octal !== undefined) return wholeNumber(BigInt(`0o${octal}`) * (sign === '-' ? -1n : 1n));
  if (/^(?:[-+]?\d+|0[ox][\da-fA-F]+)$/.test(text)) {
    const whole = BigInt(text.replace(/^\+/, ''));
    if (whole >= -(2n ** 63n) && whole < 2n ** 64n) return wholeNumber(whole);
  }
  if (Number.isFinite(value)) return { value, text: inGo(value) };
  // A number that is too large for one stays text.
  const written = /[in]/i.test(text) ? inGo(value) : text;
  return { value: written, text: written };
}

const wholeNumber = (whole: bigint) => ({ value: Number(whole), text: String(whole) });

/** A float as Go writes it by itself: with an exponent from a million up, of two digits. */
function inGo(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return Object.is(value, -0) ? '-0' : String(value);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
