import { fail, ok, type Result } from '../core/result.ts';
import { choosePreset, presetProbe, type Ran } from './choose-preset.ts';
import type { Healthcheck } from './model.ts';
import type { Check, HealthTest, Pace, PresetName, Probe, Readiness } from './readiness-model.ts';
import { compact } from './schema/values.ts';

/** Inclusive range of HTTP status codes. */
export type StatusRange = readonly [number, number];

/** What an HTTP probe takes for an answer of a ready service, unless its file says otherwise. */
export const success: StatusRange = [200, 299];

/** A probe as the file names it: what a preset stands for depends on the unit. */
type Named = Probe | { readonly kind: 'preset'; readonly preset: PresetName };

/** One check as the file says it. */
export interface CheckValue {
  readonly asked: Named;
  readonly pace: Partial<Pace>;
}

/** `ready` as the file says it: all that it has to pass. */
export type ReadyValue = readonly CheckValue[];

/** Keys of a check; durations in ms. */
interface WrittenCheck {
  readonly http?: Omit<Extract<Probe, { kind: 'http' }>, 'kind'> | undefined;
  readonly tcp?: { readonly port: number } | undefined;
  readonly grpc?: { readonly port: number; readonly service?: string | undefined } | undefined;
  readonly exec?: string | readonly string[] | undefined;
  readonly log?: string | undefined;
  readonly file?: string | undefined;
  readonly healthcheck?: true | undefined;
  readonly preset?: PresetName | undefined;
  readonly initial_delay?: number | undefined;
  readonly timeout?: number | undefined;
  readonly success_threshold?: number | undefined;
  readonly period?: number | undefined;
}

const kinds = 'http, tcp, grpc, exec, log, file, healthcheck and preset';

/** Takes apart one check, which names exactly one thing to ask. */
export function fromCheck(value: WrittenCheck): Result<CheckValue, string> {
  const named = namedIn(value);
  const [one, other] = [...named.keys()];
  const asked = one === undefined ? undefined : named.get(one);
  if (asked === undefined) return fail(`must have one of ${kinds}`);
  if (other !== undefined) return fail(`must have only one of ${kinds}, not both ${one} and ${other}`);
  return ok({ asked, pace: paceOf(value) });
}

/** Takes apart `ready`: one check, or with `all` several, for which its own pace is the default. */
export function fromReady({
  all,
  ...value
}: WrittenCheck & { readonly all?: readonly CheckValue[] | undefined }): Result<ReadyValue, string> {
  const [beside] = namedIn(value).keys();
  if (all === undefined) {
    if (beside === undefined) return fail(`must have one of ${kinds}, or "all" with several`);
    const check = fromCheck(value);
    return check.ok ? ok([check.value]) : check;
  }
  if (beside !== undefined) return fail(`must have only one of ${beside} and all`);
  if (all.length === 0) return fail('needs something to ask in "all"');
  return ok(all.map(({ asked, pace }) => ({ asked, pace: { ...paceOf(value), ...pace } })));
}

/** What is named, by its key. */
function namedIn(value: WrittenCheck): ReadonlyMap<string, Named> {
  const { http, tcp, grpc, exec, log, file, healthcheck, preset } = value;
  const named = new Map<string, Named>();
  if (http) named.set('http', { kind: 'http', ...http });
  if (tcp) named.set('tcp', { kind: 'tcp', port: tcp.port });
  if (grpc) named.set('grpc', { kind: 'grpc', port: grpc.port, service: grpc.service ?? '' });
  if (exec !== undefined) named.set('exec', { kind: 'exec', test: toExecTest(exec) });
  if (log !== undefined) named.set('log', { kind: 'log', pattern: log });
  if (file !== undefined) named.set('file', { kind: 'file', path: file });
  if (healthcheck) named.set('healthcheck', { kind: 'health', without: 'waits' });
  if (preset !== undefined) named.set('preset', { kind: 'preset', preset });
  return named;
}

const paceOf = (value: WrittenCheck): Partial<Pace> =>
  compact({
    initialDelay: value.initial_delay,
    timeout: value.timeout,
    successThreshold: value.success_threshold,
    period: value.period,
  });

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

const defaultPace: Pace = { initialDelay: 0, timeout: 2000, successThreshold: 1 };
/** Where the file has no timeout. */
const patientPace: Pace = { ...defaultPace, lateCounts: true };
/** `ready_timeout` where the file has none, ms. */
export const defaultWithin = 120_000;

/** The Compose Specification's default timeout of a healthcheck's test. */
const healthcheckTimeout = 30_000;

/** How long one probe may take where the file does not say, ms. */
export const usualTimeouts: readonly number[] = [defaultPace.timeout, healthcheckTimeout];

/**
 * How a service tells that it is ready: `ready`, else its healthcheck, else a preset for its image, else by running.
 * `within` is `ready_timeout` in ms.
 */
export function toReadiness(
  ready: ReadyValue | undefined,
  healthcheck: Healthcheck | undefined,
  ran: Ran & { readonly isBuilt: boolean },
  within: number = defaultWithin,
): Readiness {
  if (ready) return { origin: { kind: 'ready' }, within, checks: ready.map((check) => toCheck(check, ran)) };
  if (healthcheck) return { within, ...fromHealthcheck(healthcheck) };
  // What is built under the name of a well-known image may be anything.
  const preset = ran.isBuilt ? undefined : choosePreset(ran);
  if (preset === undefined) return { origin: { kind: 'none' }, within, checks: [] };
  return { origin: { kind: 'preset', preset }, within, checks: [{ ...patientPace, probe: presetProbe(preset, ran) }] };
}

/** The well-known server that a service is, by the preset that it names or by its image. */
export function toServer(
  ready: ReadyValue | undefined,
  ran: Ran & { readonly isBuilt: boolean },
): PresetName | undefined {
  const named = ready?.map(({ asked }) => asked).find((asked) => asked.kind === 'preset');
  return named?.preset ?? (ran.isBuilt ? undefined : choosePreset(ran));
}

function toCheck({ asked, pace }: CheckValue, ran: Ran): Check {
  const probe = asked.kind === 'preset' ? presetProbe(asked.preset, ran) : asked;
  return { ...(pace.timeout === undefined ? patientPace : defaultPace), ...pace, probe };
}

function fromHealthcheck({ disabled, test, timeout }: Healthcheck): Pick<Readiness, 'origin' | 'checks'> {
  if (disabled) return { origin: { kind: 'none' }, checks: [] };
  // Without a test it is that of the image, which only the engine knows, if it has one.
  const check: Check = test
    ? { ...defaultPace, timeout: timeout ?? healthcheckTimeout, probe: { kind: 'exec', test } }
    : { ...defaultPace, probe: { kind: 'health', without: 'ready' } };
  return { origin: { kind: 'healthcheck' }, checks: [check] };
}
