import type * as z from 'zod/mini';
import { didYouMean } from '../core/suggest.ts';
import type { Path } from './tree.ts';

/** What is wrong with the value at a path, as the rest of a sentence that begins with its name. */
export type Finding =
  | { readonly kind: 'unknown-key'; readonly path: Path; readonly known: readonly string[] }
  | { readonly kind: 'missing'; readonly path: Path }
  | { readonly kind: 'type'; readonly path: Path; readonly expected: readonly string[] }
  | { readonly kind: 'choice'; readonly path: Path; readonly choices: readonly string[] }
  | { readonly kind: 'value'; readonly path: Path; readonly message: string };

type Issue = z.core.$ZodIssue;

/**
 * Carries the keys that a map may have through zod's issue, which names only those that it may not.
 * To be given to `safeParse`.
 */
export const knownKeys: z.core.$ZodErrorMap = (issue) => {
  if (issue.code !== 'unrecognized_keys') return undefined;
  const shape = (issue.inst as unknown as z.ZodMiniObject | undefined)?._zod.def.shape ?? {};
  return Object.keys(shape).join(' ');
};

/** Zod's issues in terms of the file. */
export function toFindings(issue: Issue, around: Path): readonly Finding[] {
  const path = [...around, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ kind: 'unknown-key', path: [...path, key], known: issue.message.split(' ') }));
    case 'invalid_union':
      return unionFindings(issue, path);
    case 'invalid_type':
      return [{ kind: 'type', path, expected: [typeNames[issue.expected] ?? issue.expected] }];
    case 'invalid_value':
      return [{ kind: 'choice', path, choices: issue.values.map(String) }];
    default:
      return [{ kind: 'value', path, message: issue.message }];
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
  null: 'empty',
};

/** The branch that fits the value by its type says best what is wrong; without one, all that would have fitted. */
function unionFindings(issue: Extract<Issue, { code: 'invalid_union' }>, path: Path): readonly Finding[] {
  const entered = issue.errors.find((branch) => !branch.some(isMismatch));
  if (entered) return entered.flatMap((inner) => toFindings(inner, path));
  return [{ kind: 'type', path, expected: [...new Set(issue.errors.flat().flatMap(expectedTypes))] }];
}

/** Whether a value is of another type altogether than a schema wants. */
function isMismatch(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_union') return issue.errors.every((branch) => branch.some(isMismatch));
  return issue.code === 'invalid_type';
}

function expectedTypes(issue: Issue): readonly string[] {
  if (issue.code === 'invalid_union') return issue.errors.flat().flatMap(expectedTypes);
  return issue.code === 'invalid_type' ? [typeNames[issue.expected] ?? issue.expected] : [];
}

/** The second half of the sentence `"key" …`, for a value of the kind `found`, whose text is `text`. */
export function sentenceOf(
  finding: Exclude<Finding, { kind: 'unknown-key' }>,
  found: string,
  text: string,
): { readonly message: string; readonly hint?: string } {
  switch (finding.kind) {
    case 'missing':
      return { message: 'is missing' };
    case 'type':
      return { message: `must be ${either(finding.expected)}, not ${found}` };
    case 'choice': {
      const hint = didYouMean(text, finding.choices);
      const message = `must be ${either(finding.choices)}, not ${text === '' ? found : `"${shorten(text)}"`}`;
      return { message, ...(hint === undefined ? {} : { hint }) };
    }
    case 'value':
      return { message: shorten(finding.message, 200) };
    default:
      return finding satisfies never;
  }
}

const either = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;

const shorten = (text: string, length = 60): string => (text.length > length ? `${text.slice(0, length)}…` : text);
