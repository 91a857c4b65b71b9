import type { Failure, FailureCode, FailureFamily } from '../../core/failure.ts';
import { DevstackError } from '../../core/failure.ts';
import type { Repeat } from './again.ts';
import { isRecord } from './docker-config.ts';
import { knownRefusal } from './refusals.ts';

/** What was asked of the engine when something went wrong. */
export interface Asked {
  /** completes "could not …", such as `start the container "shop-api-1"` */
  readonly doing: string;
  /** what it is called when the engine refuses, where there is a name; else `engine-refused` */
  readonly code?: FailureCode;
  /** ms; absent: that of a quick call */
  readonly deadlineMs?: number;
  /** longest that an answer may pause once it has begun, ms; absent: it may be silent for as long as it likes */
  readonly idleMs?: number;
  /** absent: only where the engine can not have heard it; of a stream, not at all */
  readonly repeat?: Repeat;
}

/** An engine's refusal in plain terms. */
export interface Refusal {
  readonly status: number;
  /** the engine's own words, cleaned */
  readonly message: string;
}

/** Codes whose cause lies in a unit, so that they count to that family. */
const unitCodes: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'image-missing',
  'image-pull',
  'image-build',
  'image-push',
  'container-create',
  'container-start',
  'port-taken',
  'exited',
  'removed',
  'outputs-invalid',
]);

/** The family of a failure that an engine call ends in. */
const familyOf = (code: FailureCode): FailureFamily =>
  unitCodes.has(code) ? 'unit' : code === 'teardown' ? 'teardown' : 'engine';

/** A failure of an engine call, ready to be thrown. */
export function engineError(code: FailureCode, message: string, hint?: string, cause?: unknown): DevstackError {
  const failure: Failure = { code, family: familyOf(code), message, ...(hint === undefined ? {} : { hint }) };
  return new DevstackError(failure, { cause });
}

/** A call that got no answer in time. */
export const deadlineFailure = (asked: Asked): DevstackError =>
  engineError(
    'engine-lost',
    `could not ${asked.doing}: the engine gave no answer in time`,
    'look whether the Docker engine is overloaded or stuck, and restart it if it is',
  );

/** The refusal that a thrown value stands for; undefined when it is not an answer of the engine at all. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!isRecord(error) || typeof error.statusCode !== 'number') return undefined;
  const { json } = error;
  const body = isRecord(json) && typeof json.message === 'string' ? json.message : undefined;
  const text = body ?? String(error.message ?? '').replace(/^\(HTTP code \d+\) [^-]*- /, '');
  return { status: error.statusCode, message: text.replace(/^Error response from daemon: /, '').trim() };
}

/** Whether the engine said that the thing does not exist. */
export const isMissing = (error: unknown): boolean => refusalOf(causeOf(error))?.status === 404;

/** Whether the engine said that something else is in the way. */
export const isConflict = (error: unknown): boolean => refusalOf(causeOf(error))?.status === 409;

/** Whether the engine can not be talked to at the moment, as opposed to refusing. */
export const isLost = (error: unknown): boolean =>
  error instanceof DevstackError && error.failure.code === 'engine-lost';

/** Whether a call failed before anything of it was sent. */
export const wasUnheard = (error: DevstackError): boolean => {
  const { cause } = error;
  return isLost(error) && isRecord(cause) && typeof cause.code === 'string' && unheardCodes.has(cause.code);
};

/** Nobody listens, there is no socket, or the line of those who wait for the engine is full. */
const unheardCodes: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOENT', 'EAGAIN']);

/** Why an aborted call ends: a time limit that its caller set is told as the engine's silence. */
export const abortOf = (signal: AbortSignal, asked: Asked): unknown =>
  isOutOfTime(signal) ? deadlineFailure(asked) : signal.reason;

/** Whether a signal was aborted by the time limit of whoever made it, as `AbortSignal.timeout` does. */
export const isOutOfTime = ({ reason }: AbortSignal): boolean =>
  reason instanceof DOMException && reason.name === 'TimeoutError';

const causeOf = (error: unknown): unknown => (error instanceof DevstackError ? error.cause : error);

/** Turns whatever the client threw into a failure in plain words; nothing raw leaves this folder. */
export function translate(error: unknown, asked: Asked): DevstackError {
  if (error instanceof DevstackError) return error;
  const refusal = refusalOf(error);
  if (refusal === undefined) return connectionError(error, asked);
  const known = knownRefusal(refusal.message);
  const code = known?.code ?? asked.code ?? 'engine-refused';
  const message = `could not ${asked.doing}: ${known?.message ?? firstLine(refusal.message)}`;
  return engineError(code, message, known?.hint, error);
}

const firstLine = (text: string): string =>
  (text.split('\n', 1)[0] ?? '').replace(/[.\s]+$/, '') || 'it gave no reason';

const lostCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'EAGAIN',
  'EACCES',
  'EPIPE',
  'ECONNRESET',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

function connectionError(error: unknown, asked: Asked): DevstackError {
  const code = isRecord(error) && typeof error.code === 'string' ? error.code : '';
  if (lostCodes.has(code)) {
    return engineError(
      'engine-lost',
      `could not ${asked.doing}: the connection to the engine broke`,
      'look whether the Docker engine still runs, and start it again if it does not',
      error,
    );
  }
  const text = error instanceof Error ? error.message : String(error);
  return engineError(asked.code ?? 'engine-refused', `could not ${asked.doing}: ${firstLine(text)}`, undefined, error);
}
