import * as z from 'zod/mini';
import type { Problem } from '../core/problem.ts';
import type { Span } from '../core/source.ts';
import type { Report } from './context.ts';
import { type Finding, knownKeys, sentenceOf, toFindings } from './findings.ts';
import { unknownKey, unsupportedKey } from './key-problems.ts';
import { laterKeys } from './known-keys.ts';
import type { Checked } from './schema.ts';
import {
  at,
  describeKind,
  keySpanAt,
  type MapTree,
  type Path,
  type Plain,
  spanAt,
  type Tree,
  toPlain,
} from './tree.ts';

/** Says what is wrong with a key that the shape does not have, or undefined for nothing. */
export type RejectKey = (key: string, span: Span) => Problem | undefined;

/**
 * Checks each key of a map by itself, so that a wrong one leaves the others standing, and reports what is wrong.
 * `owner` is the map for people, such as `service "web"`, or '' for the file itself. A key without a value counts as absent, as in Compose.
 */
export function checkKeys<const Shape extends Readonly<Record<string, z.ZodMiniType>>>(
  shape: Shape,
  tree: MapTree,
  owner: string,
  reject: RejectKey,
  report: Report,
): Checked<Shape> {
  const checked: Record<string, unknown> = {};
  for (const [key, entry] of tree.entries) {
    const schema = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (!schema) {
      const problem = reject(key, entry.key);
      if (problem) report(problem);
    } else if (!isNothing(entry.value)) {
      const value = checkValue(schema, tree, key, owner, report);
      if (value !== undefined) checked[key] = value;
    }
  }
  return checked as Checked<Shape>;
}

/** Whether a key stands there without a value. */
export const isNothing = (tree: Tree): boolean => tree.kind === 'scalar' && tree.value === null;

const errors = { error: knownKeys };

/** Unknown keys are reported and taken out before the value is judged, so that they do not make all of it unusable. */
function checkValue(schema: z.ZodMiniType, tree: MapTree, key: string, owner: string, report: Report): unknown {
  const plain: Record<string, Plain> = { [key]: toPlain(at(tree, key) ?? tree) };
  for (;;) {
    const result = z.safeParse(schema, plain[key], errors);
    if (result.success) return result.data;
    const findings = result.error.issues.flatMap((issue) => toFindings(issue, [key]));
    const unknown = findings.filter((finding) => finding.kind === 'unknown-key');
    const told = unknown.length > 0 ? unknown : findings;
    for (const finding of told) {
      const problem = toProblem(finding, tree, owner);
      if (problem) report(problem);
    }
    if (unknown.length === 0) return undefined;
    for (const finding of unknown) remove(plain, finding.path);
  }
}

function remove(plain: Plain, path: Path): void {
  let owner: Plain | undefined = plain;
  for (const step of path.slice(0, -1)) {
    owner = (owner as { readonly [step: string | number]: Plain } | undefined)?.[step];
  }
  delete (owner as { [step: string | number]: Plain })[path.at(-1) ?? ''];
}

function toProblem(finding: Finding, tree: MapTree, owner: string): Problem | undefined {
  const { path } = finding;
  if (finding.kind === 'unknown-key') return unknownKeyProblem(finding.known, path, tree, owner);
  const value = at(tree, ...path);
  const missing = value === undefined && finding.kind !== 'value';
  const text = value?.kind === 'scalar' ? value.text : '';
  const found = value ? describeKind(value) : 'nothing';
  return {
    severity: 'error',
    code: finding.kind === 'type' && !missing ? 'wrong-type' : 'bad-value',
    span: spanAt(tree, ...path),
    ...sentence(finding, missing, nameIn(owner, path), found, text),
  };
}

function sentence(
  finding: Exclude<Finding, { kind: 'unknown-key' }>,
  missing: boolean,
  subject: string,
  found: string,
  text: string,
): { readonly message: string; readonly hint?: string } {
  const { message, ...rest } = sentenceOf(missing ? { kind: 'missing', path: finding.path } : finding, found, text);
  return { message: `${subject} ${message}`, ...rest };
}

function unknownKeyProblem(known: readonly string[], path: Path, tree: MapTree, owner: string): Problem | undefined {
  const key = String(path.at(-1));
  const span = keySpanAt(tree, ...path);
  const place = nameIn(owner, path.slice(0, -1));
  if (path[0] === 'stages' && (laterKeys.stage as ReadonlySet<string>).has(key))
    return unsupportedKey(key, span, place);
  return key.startsWith('x-') ? undefined : unknownKey(key, span, place, known);
}

const nameIn = (owner: string, path: Path): string => (owner === '' ? nameOf(path) : `${nameOf(path)} of ${owner}`);

/** `"ready.http.port"`, `an item of "ports"`, `"target" in an item of "ports"`. */
function nameOf(path: Path): string {
  const index = path.findLastIndex((step) => typeof step === 'number');
  const keys = path.slice(index + 1).join('.');
  if (index === -1) return `"${keys}"`;
  const item = `an item of ${nameOf(path.slice(0, index))}`;
  return keys === '' ? item : `"${keys}" in ${item}`;
}
