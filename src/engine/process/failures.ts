import { DevstackError, type FailureCode } from '../../core/failure.ts';

/** A failure of what runs on this machine. */
export function processFailure(code: FailureCode, message: string, hint?: string): DevstackError {
  const family = code === 'container-start' || code === 'port-taken' ? 'unit' : 'engine';
  return new DevstackError({ code, family, message, ...(hint === undefined ? {} : { hint }) });
}
