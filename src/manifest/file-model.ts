import type { Span } from '../core/source.ts';

/** A secret or config of the manifest: a text that units get as a file. */
export interface SharedFile {
  readonly kind: 'secret' | 'config';
  readonly key: string;
  readonly source: /** absolute */
    | { readonly kind: 'file'; readonly path: string }
    /** from the environment, or written in the manifest */
    | { readonly kind: 'content'; readonly content: string; readonly variable?: string }
    /** kept by the engine under this name */
    | { readonly kind: 'external'; readonly name: string };
  readonly span: Span;
}

/** A secret or config in the container of a unit. */
export interface FileGrant {
  readonly file: SharedFile;
  /** absolute path in the container */
  readonly target: string;
  readonly uid?: number;
  readonly gid?: number;
  /** permission bits */
  readonly mode?: number;
  readonly span: Span;
}
