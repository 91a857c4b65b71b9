import type { Dialect } from './model.ts';
import type { ReadNumber } from './read-values.ts';

/**
 * How numbers are read. Where text is wanted, such as in an environment, a devstack.yaml means what was written, so that
 * `1.10` does not become `1.1`. In a Compose file it is what other tools make of it: the number, and a leading zero
 * makes it octal (YAML 1.1).
 */
export function numberReader(dialect: Dialect): ReadNumber {
  if (dialect === 'devstack') return (value, text) => ({ value, text });
  return (value, text) => {
    const [, sign, digits] = /^([-+]?)0([0-7]+)$/.exec(text) ?? [];
    const number = digits === undefined ? value : Number.parseInt(digits, 8) * (sign === '-' ? -1 : 1);
    return { value: number, text: String(number === 0 ? 0 : number) };
  };
}
