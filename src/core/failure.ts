import type { Problem } from './problem.ts';

/** Exit codes of the program, by family of failure. */
export const exitCodes = {
  ok: 0,
  usage: 2,
  manifest: 3,
  engine: 4,
  unit: 5,
  teardown: 6,
  bug: 70,
  interrupted: 130,
} as const;

/** A family of failures; each has its own exit code. */
export type FailureFamily = Exclude<keyof typeof exitCodes, 'ok'>;

/** Stable names of what can go wrong outside the manifest. */
export type FailureCode =
  | 'usage'
  | 'manifest-invalid'
  | 'engine-unreachable'
  | 'engine-too-old'
  | 'engine-refused'
  | 'engine-lost'
  | 'compose-stack'
  | 'locked'
  | 'image-missing'
  | 'image-pull'
  | 'image-build'
  | 'image-push'
  | 'container-create'
  | 'container-start'
  | 'port-taken'
  | 'exited'
  | 'removed'
  | 'not-ready'
  | 'stage-timeout'
  | 'job-exit'
  | 'job-timeout'
  | 'outputs-invalid'
  | 'outputs-missing'
  | 'address-unknown'
  | 'outputs-collision'
  | 'inputs-unreadable'
  | 'migrations-unusable'
  | 'migrations-ahead'
  | 'migrations-diverged'
  | 'snapshot'
  | 'hook-failed'
  | 'not-found'
  | 'memory'
  | 'teardown'
  | 'unknown-unit'
  | 'nothing-running'
  | 'bug';

/** What was seen of a failure, for the report. Never holds a secret: it is masked before it is put here. */
export interface Evidence {
  readonly exitCode?: number;
  readonly oomKilled?: boolean;
  /** The last log lines of the unit, oldest first. */
  readonly logs?: readonly string[];
  /** What the last readiness probe answered. */
  readonly probe?: string;
  readonly durationMs?: number;
  /** Which attempt this was, out of how many. */
  readonly attempt?: readonly [number, number];
}

/** A failure as a value: what happened, where, and what to do. */
export interface Failure {
  readonly code: FailureCode;
  readonly family: FailureFamily;
  /** One sentence, lower case start, without a full stop. */
  readonly message: string;
  readonly hint?: string;
  readonly evidence?: Evidence;
  readonly problems?: readonly Problem[];
}

/** Carries a failure to the edge of the program. Thrown only where no caller inside can do anything about it. */
export class DevstackError extends Error {
  override readonly name = 'DevstackError';
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message, options);
    this.failure = failure;
  }

  get exitCode(): number {
    return exitCodes[this.failure.family];
  }
}

/** The failure that a thrown value stands for; anything not ours is a bug. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof DevstackError) return thrown.failure;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'bug', family: 'bug', message };
}
