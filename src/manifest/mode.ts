import type { Problem } from '../core/problem.ts';
import { fail, ok, type Result } from '../core/result.ts';
import type { Dialect } from './model.ts';
import { at, type ScalarTree, type Tree } from './tree.ts';

const mostBits = 0o7777;

/** Permission bits as text, which is octal. */
export function parseMode(text: string): Result<number, string> {
  const digits = /^(?:0o)?([0-7]{1,5})$/.exec(text.trim())?.[1];
  const bits = digits === undefined ? Number.NaN : Number.parseInt(digits, 8);
  return bits <= mostBits ? ok(bits) : fail(`must be an octal mode such as "0440", not "${text}"`);
}

/** Permission bits as a number or as text; which number is meant is for `modeOf` to say. */
export function readMode(mode: string | number): Result<number, string> {
  if (typeof mode === 'string') return parseMode(mode);
  const isMode = Number.isInteger(mode) && mode >= 0 && mode <= 7777;
  return isMode ? ok(mode & mostBits) : fail(`must be an octal mode such as "0440", not ${mode}`);
}

/** What stands under `mode` where that is a number without a leading zero: YAML takes it as decimal. */
function decimalAt(owner: Tree | undefined): { readonly octal: number; readonly tree: ScalarTree } | undefined {
  const tree = at(owner, 'mode');
  if (tree?.kind !== 'scalar' || typeof tree.value !== 'number' || !/^[1-7][0-7]*$/.test(tree.text)) return undefined;
  const octal = Number.parseInt(tree.text, 8);
  // In a Compose file a leading zero is not in the text any more.
  return tree.span.source.text[tree.span.start] === '0' ? undefined : { octal, tree };
}

/**
 * The mode of a map that has `bits` under `mode`. In a devstack.yaml `440` is octal like `0440` and `"440"`. In a Compose
 * file it is what its tools make of it: a decimal number, as which they also write modes themselves.
 */
export const modeOf = (bits: number | undefined, owner: Tree | undefined, dialect: Dialect): number | undefined =>
  bits === undefined || dialect === 'compose' ? bits : (decimalAt(owner)?.octal ?? bits);

/** A decimal mode that would be likelier as an octal one. `unit` is the unit for people. */
export function decimalMode(owner: Tree | undefined, unit: string): readonly Problem[] {
  const { octal, tree } = decimalAt(owner) ?? {};
  if (octal === undefined || tree === undefined || tree.value === 0o777 || !isUsual(octal)) return [];
  const message = `the mode ${tree.text} of ${unit} is a decimal number, which makes it 0${tree.value?.toString(8)}`;
  return [{ severity: 'warning', code: 'decimal-mode', message, span: tree.span, hint: `write 0${tree.text}` }];
}

/** Hardly a file gives others what its owner has not. */
const isUsual = (bits: number): boolean => [bits >> 3, bits].every((others) => (others & 7 & ~(bits >> 6)) === 0);
