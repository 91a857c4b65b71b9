/**
 * A place in a container's output: the engine's timestamp of a message, and how many messages with that timestamp
 * have been seen. The engine's `since` is inclusive, so that the count tells what to leave out.
 */
export interface LogCursor {
  /** as the engine writes it: RFC 3339 with nanoseconds */
  readonly timestamp: string;
  readonly count: number;
}

/** A cursor as text. */
export const writeCursor = ({ timestamp, count }: LogCursor): string => `${timestamp}#${count}`;

/** Reads what writeCursor wrote; undefined for anything else. */
export function readCursor(text: string): LogCursor | undefined {
  const found = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)#(\d+)$/.exec(text);
  return found?.[1] === undefined ? undefined : { timestamp: found[1], count: Number(found[2]) };
}

/** The same moment as the engine takes it for `since`: seconds with nanoseconds. */
export function sinceOf({ timestamp }: LogCursor): string {
  const fraction = /\.(\d+)Z$/.exec(timestamp)?.[1] ?? '0';
  return `${Math.floor(Date.parse(timestamp) / 1000)}.${fraction.padEnd(9, '0')}`;
}
