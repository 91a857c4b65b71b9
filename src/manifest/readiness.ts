import { fail, ok, type Result } from '../core/result.ts';
import type { Healthcheck, HealthTest, Probe, Readiness } from './model.ts';

/** Inclusive range of HTTP status codes. */
export type StatusRange = readonly [number, number];

/** What an HTTP probe takes for an answer of a ready service, unless its file says otherwise. */
export const success: StatusRange = [200, 299];

/** `ready` as the file says it; durations in ms. */
export interface ReadyValue {
  readonly probe: Probe;
  readonly initialDelay?: number | undefined;
  readonly timeout?: number | undefined;
  readonly successThreshold?: number | undefined;
  readonly period?: number | undefined;
}

/** Takes apart `ready`, which names exactly one thing to ask. */
export function fromReady(value: {
  readonly http?: Omit<Extract<Probe, { kind: 'http' }>, 'kind'> | undefined;
  readonly tcp?: { readonly port: number } | undefined;
  readonly exec?: string | readonly string[] | undefined;
  readonly log?: string | undefined;
  readonly initial_delay?: number | undefined;
  readonly timeout?: number | undefined;
  readonly success_threshold?: number | undefined;
  readonly period?: number | undefined;
}): Result<ReadyValue, string> {
  const { http, tcp, exec, log } = value;
  const probes: Probe[] = [];
  if (http) probes.push({ kind: 'http', ...http });
  if (tcp) probes.push({ kind: 'tcp', port: tcp.port });
  if (exec !== undefined) probes.push({ kind: 'exec', test: toExecTest(exec) });
  if (log !== undefined) probes.push({ kind: 'log', pattern: log });
  const [probe, second] = probes;
  if (!probe) return fail('must have one of http, tcp, exec and log');
  if (second) return fail(`must have only one of http, tcp, exec and log, not both ${probe.kind} and ${second.kind}`);
  return ok({
    probe,
    initialDelay: value.initial_delay,
    timeout: value.timeout,
    successThreshold: value.success_threshold,
    period: value.period,
  });
}

const toExecTest = (exec: string | readonly string[]): HealthTest =>
  typeof exec === 'string' ? { kind: 'shell', script: exec } : { kind: 'exec', argv: exec };

/** `2xx`, `204` or `200-399`. */
export function parseStatus(text: string): Result<StatusRange, string> {
  const [, hundreds, low, high = low] = /^(?:([1-5])xx|([1-5]\d\d)(?:-([1-5]\d\d))?)$/i.exec(text) ?? [];
  if (hundreds !== undefined) return ok([Number(hundreds) * 100, Number(hundreds) * 100 + 99]);
  if (low === undefined || Number(low) > Number(high)) {
    return fail(`must be a status such as 2xx, 204 or 200-399, not "${text}"`);
  }
  return ok([Number(low), Number(high)]);
}

const defaults = { initialDelay: 0, timeout: 2000, successThreshold: 1, within: 120_000 } as const;

/** The Compose Specification's default timeout of a healthcheck's test. */
const healthcheckTimeout = 30_000;

/**
 * How a service tells that it is ready: `ready`, else the test of its healthcheck, else by running.
 * `within` is `ready_timeout` in ms.
 */
export function toReadiness(
  ready: ReadyValue | undefined,
  healthcheck: Healthcheck | undefined,
  within: number | undefined,
): Readiness {
  const base = { ...defaults, ...(within === undefined ? {} : { within }) };
  if (ready) {
    return {
      ...base,
      origin: 'ready',
      probe: ready.probe,
      ...(ready.initialDelay === undefined ? {} : { initialDelay: ready.initialDelay }),
      ...(ready.timeout === undefined ? {} : { timeout: ready.timeout }),
      ...(ready.successThreshold === undefined ? {} : { successThreshold: ready.successThreshold }),
      ...(ready.period === undefined ? {} : { period: ready.period }),
    };
  }
  if (healthcheck?.test && !healthcheck.disabled) {
    const timeout = healthcheck.timeout ?? healthcheckTimeout;
    return { ...base, timeout, origin: 'healthcheck', probe: { kind: 'exec', test: healthcheck.test } };
  }
  return { ...base, origin: 'none', probe: { kind: 'running' } };
}
