import type { Span } from './source.ts';

/** Stable names of what can be wrong with a manifest. */
export type ProblemCode =
  | 'syntax'
  | 'not-found'
  | 'too-large'
  | 'too-many'
  | 'unknown-key'
  | 'wrong-type'
  | 'bad-value'
  | 'duplicate-name'
  | 'duplicate-key'
  | 'unknown-stage'
  | 'missing-stage'
  | 'unknown-dependency'
  | 'self-dependency'
  | 'cycle'
  | 'later-stage'
  | 'impossible-condition'
  | 'illegal-key'
  | 'conflicting-keys'
  | 'image-missing'
  | 'image-ambiguous'
  | 'command-missing'
  | 'unknown-from'
  | 'from-cycle'
  | 'unknown-volume'
  | 'unknown-network'
  | 'unknown-file'
  | 'inactive-dependency'
  | 'extends-cycle'
  | 'include-cycle'
  | 'replicas'
  | 'unknown-output'
  | 'output-collision'
  | 'port-twice'
  | 'unknown-port'
  | 'variable-required'
  | 'variable-unset'
  | 'bad-interpolation'
  | 'unsupported-key'
  | 'ignored-key'
  | 'decimal-mode'
  | 'latest-tag'
  | 'placeholder'
  | 'bootstrap-probe'
  | 'uncovered-mount'
  | 'no-migrations'
  | 'no-readiness'
  | 'empty-stage'
  | 'parity'
  | 'not-isolated'
  | 'chain-too-long';

/** Something wrong, or doubtful, in a manifest. All problems of a file are collected before any is shown. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly code: ProblemCode;
  /** One sentence, lower case start, without a full stop. */
  readonly message: string;
  readonly span?: Span;
  /** What to do about it. */
  readonly hint?: string;
  /** Other places that belong to it, such as the second end of a wrong dependency. */
  readonly related?: readonly { readonly message: string; readonly span: Span }[];
}
