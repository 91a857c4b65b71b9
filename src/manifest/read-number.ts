import type { Dialect } from './model.ts';
import type { ReadWord } from './read-values.ts';

/**
 * How numbers and booleans are read. Where text is wanted, such as in an environment, a devstack.yaml means what was
 * written, so that `1.10` does not become `1.1`. In a Compose file it is what other tools make of it: the value, and a
 * leading zero makes it octal (YAML 1.1).
 */
export function wordReader(dialect: Dialect): ReadWord {
  if (dialect === 'devstack') return (value, text) => ({ value, text });
  return (value, text) => {
    if (typeof value === 'boolean') return { value, text: String(value) };
    const [, sign, digits] = /^([-+]?)0([0-7]+)$/.exec(text) ?? [];
    const number = digits === undefined ? value : Number.parseInt(digits, 8) * (sign === '-' ? -1 : 1);
    return { value: number, text: numberText(number, text) };
  };
}

/** As Go prints it: exponents from 1e-5 down and with two digits, whole numbers with all of their digits. */
function numberText(value: number, text: string): string {
  if (value === 0) return '0';
  if (!Number.isSafeInteger(value) && /^[-+]?\d+$/.test(text)) return text.replace('+', '');
  const shown = Math.abs(value) < 1e-4 ? value.toExponential() : String(value);
  return shown.replace(/e([-+])(\d)$/, 'e$10$2');
}
