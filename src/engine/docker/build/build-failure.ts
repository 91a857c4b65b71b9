import type { Evidence } from '../../../core/failure.ts';
import { DevstackError } from '../../../core/failure.ts';

/** An image that could not be built, in plain words. */
export function buildFailure(
  unit: string,
  message: string,
  more: { readonly hint?: string; readonly evidence?: Evidence; readonly cause?: unknown } = {},
): DevstackError {
  const { hint, evidence, cause } = more;
  return new DevstackError(
    {
      code: 'image-build',
      family: 'unit',
      message: `could not build the image of "${unit}": ${message}`,
      ...(hint !== undefined && { hint }),
      ...(evidence !== undefined && Object.keys(evidence).length > 0 && { evidence }),
    },
    { cause },
  );
}

/** What keeps a build from being begun or fed, in words that follow "could not build the image of …: ". */
export class BuildProblem extends Error {
  override readonly name = 'BuildProblem';
  readonly hint: string | undefined;

  constructor(message: string, hint?: string, options?: ErrorOptions) {
    super(message, options);
    this.hint = hint;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'it is no folder',
  EISDIR: 'it is a folder',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  ELOOP: 'its links lead in a circle',
};

/** A file or folder that is needed and can not be read. */
export function unreadable(what: string, path: string, error: unknown, hint?: string): BuildProblem {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  return new BuildProblem(`${what} "${path}" can not be read: ${reason}`, hint, { cause: error });
}
