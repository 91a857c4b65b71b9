import type { Failure } from '../../core/failure.ts';

/** A unit as both sides name it; with its id, so that one made under its name meanwhile is not meant. */
interface UnitName {
  readonly name: string;
  readonly id: string;
}

/** What the supervisor is asked to do: one line of JSON each, answered by one line with the same number. */
export type Request =
  | (UnitName & { readonly type: 'start'; readonly environment: Readonly<Record<string, string | undefined>> })
  | (UnitName & { readonly type: 'stop'; readonly graceMs?: number })
  | (UnitName & { readonly type: 'kill'; readonly signal: NodeJS.Signals })
  | (UnitName & { readonly type: 'pause' | 'unpause' | 'remove' })
  /** to leave, if nothing is left to do */
  | { readonly type: 'leave' };

/** A request as it is sent; its number is that of the answer. */
export type Asked = Request & { readonly number: number };

/** How a request ended. */
export interface Answered {
  readonly number: number;
  /** absent: it is done */
  readonly failure?: Failure;
}

/** Splits what comes in pieces into lines. */
export function lineSplitter(onLine: (line: string) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  };
}
