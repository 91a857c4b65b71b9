import { fail, ok, type Result } from '../core/result.ts';
import type { Healthcheck } from './model.ts';
import type { HealthTest } from './readiness-model.ts';

/** `healthcheck` as the file says it; durations in ms. */
export interface HealthcheckValue {
  readonly test?: string | readonly string[] | undefined;
  readonly disable?: boolean | undefined;
  readonly interval?: number | undefined;
  readonly timeout?: number | undefined;
  readonly retries?: number | undefined;
  readonly start_period?: number | undefined;
  readonly start_interval?: number | undefined;
}

const testKinds = ['CMD', 'CMD-SHELL', 'NONE'];

/** A test in list form, which says by its first word what it is (Compose Specification, `healthcheck`). */
export function checkTest(words: readonly string[]): Result<readonly string[], string> {
  const [kind = ''] = words;
  if (!testKinds.includes(kind)) return fail(`must start with CMD, CMD-SHELL or NONE, not "${kind}"`);
  return kind === 'NONE' || words.length > 1 ? ok(words) : fail(`needs a command after ${kind}`);
}

/** A healthcheck in terms of the model. */
export function toHealthcheck(value: HealthcheckValue): Healthcheck {
  const test = toTest(value.test);
  return {
    disabled: value.disable === true || test === 'NONE',
    ...(test === undefined || test === 'NONE' ? {} : { test }),
    ...(value.interval === undefined ? {} : { interval: value.interval }),
    ...(value.timeout === undefined ? {} : { timeout: value.timeout }),
    ...(value.retries === undefined ? {} : { retries: value.retries }),
    ...(value.start_period === undefined ? {} : { startPeriod: value.start_period }),
    ...(value.start_interval === undefined ? {} : { startInterval: value.start_interval }),
  };
}

function toTest(test: HealthcheckValue['test']): HealthTest | 'NONE' | undefined {
  if (test === undefined) return undefined;
  if (typeof test === 'string') return { kind: 'shell', script: test };
  const [kind, ...rest] = test;
  if (kind === 'NONE') return 'NONE';
  return kind === 'CMD' ? { kind: 'exec', argv: rest } : { kind: 'shell', script: rest.join(' ') };
}
