import type { FailureFamily } from '../../core/failure.ts';

/** Something that was looked at, and what came of it. */
export type Finding = {
  /** what was looked at, in a word or two */
  readonly subject: string;
  /** lower case start, without a full stop */
  readonly message: string;
} & (
  | { readonly level: 'fine' }
  /** it may disturb, or could not be found out */
  | { readonly level: 'doubtful'; readonly hint?: string | undefined }
  /** `up` can not work like that; it would end in this family */
  | { readonly level: 'wrong'; readonly hint?: string | undefined; readonly family: FailureFamily }
);

/** All is well. */
export const fine = (subject: string, message: string): Finding => ({ level: 'fine', subject, message });

/** It may disturb, or could not be found out. */
export const doubtful = (subject: string, message: string, hint?: string): Finding => ({
  level: 'doubtful',
  subject,
  message,
  hint,
});

/** `up` can not work like that. */
export const wrong = (
  subject: string,
  { family, message, hint }: { readonly family: FailureFamily; readonly message: string; readonly hint?: string },
): Finding => ({ level: 'wrong', subject, message, hint, family });
