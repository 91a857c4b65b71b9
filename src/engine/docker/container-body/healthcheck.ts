import type Dockerode from 'dockerode';
import type { Healthcheck } from '../../../manifest/model.ts';
import { isAtLeast } from '../api-version.ts';

/**
 * Until a check first passes, the engine repeats it this often, in ms: as the Compose Specification says where devstack
 * runs it itself, since each costs the machine what the services of a stack start with.
 */
const defaultStartInterval = { awaited: 1_000, beside: 5_000 };
/** Failures in this time after the start do not count, in ms; the start interval is in force for that long at most. */
const defaultStartPeriod = 30_000;

/** A healthcheck in terms of the engine. `isAwaited`: a service is ready by what the engine finds. */
export function healthcheckBody(check: Healthcheck, api: string, isAwaited: boolean): Dockerode.HealthConfig {
  if (check.disabled) return { Test: ['NONE'] };
  // Older engines drop the start interval silently, and newer ones heed it within the start period only.
  const hasStartInterval = isAtLeast(api, '1.44');
  const startPeriod = check.startPeriod ?? (hasStartInterval ? defaultStartPeriod : undefined);
  const usualInterval = isAwaited ? defaultStartInterval.awaited : defaultStartInterval.beside;
  const startInterval = hasStartInterval ? (check.startInterval ?? usualInterval) : undefined;
  return {
    ...(check.test && { Test: testOf(check.test) }),
    ...(check.interval !== undefined && { Interval: nanoseconds(check.interval) }),
    ...(check.timeout !== undefined && { Timeout: nanoseconds(check.timeout) }),
    ...(check.retries !== undefined && { Retries: check.retries }),
    ...(startPeriod !== undefined && { StartPeriod: nanoseconds(startPeriod) }),
    ...(startInterval !== undefined && { StartInterval: nanoseconds(startInterval) }),
  };
}

const testOf = (test: NonNullable<Healthcheck['test']>): string[] =>
  test.kind === 'exec' ? ['CMD', ...test.argv] : ['CMD-SHELL', test.script];

const nanoseconds = (ms: number): number => Math.round(ms * 1_000_000);
