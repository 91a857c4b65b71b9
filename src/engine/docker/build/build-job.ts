import type { Readable } from 'node:stream';
import type { BuildProblem } from './build-failure.ts';
import type { Query } from './build-query.ts';

/** What a builder is asked, in its own way. */
export interface BuildJob {
  readonly query: Query;
  readonly archive?: Readable;
  readonly headers?: Readonly<Record<string, string>>;
  /** what could not be read while the builder was fed, where that was it */
  problem(): BuildProblem | undefined;
  close(): void;
}
