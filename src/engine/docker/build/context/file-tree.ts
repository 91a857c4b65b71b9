import type { PathPatterns } from './path-patterns.ts';

/** A file, folder or link of a tree. Others, such as sockets, are never part of one. */
export type Entry = {
  /** with slashes, without a leading one */
  readonly path: string;
  /** permission bits, with those for set-user-id, set-group-id and sticky */
  readonly mode: number;
  /** ns since the epoch */
  readonly modifiedAt: bigint;
} & (
  | { readonly kind: 'folder' }
  | { readonly kind: 'link'; readonly target: string }
  /** bytes */
  | { readonly kind: 'file'; readonly size: number }
);

/** What of a tree is wanted. */
export interface Selection {
  /** absent: all */
  readonly include?: PathPatterns;
  readonly exclude?: PathPatterns;
}

/** Files that a builder reads. */
export interface FileTree {
  /** Each folder before what is in it, names in the order of their bytes. Throws a BuildProblem. */
  entries(selection: Selection, signal: AbortSignal): AsyncIterable<Entry>;
  /** The content of a file; it may have changed since it was listed. Throws a BuildProblem. */
  read(path: string, signal: AbortSignal): AsyncIterable<Buffer>;
  /** Patterns for these paths and for all that links on the way to them lead to. */
  follow(paths: readonly string[]): Promise<readonly string[]>;
}
