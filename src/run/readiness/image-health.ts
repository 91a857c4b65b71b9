import type { Service } from '../../manifest/model.ts';
import type { Readiness } from '../../manifest/readiness-model.ts';
import type { RunContext } from '../context.ts';

/** The Compose Specification's default timeout of a healthcheck's test, ms. */
const testTimeout = 30_000;

/**
 * How a service tells that it is ready, where the manifest leaves that to its image: the image's own healthcheck counts
 * then, as it does for Compose (`service_healthy`), and is run by devstack, fast, like one of the manifest.
 */
export async function withImageHealth(
  { engine, imageFacts }: Pick<RunContext, 'engine' | 'imageFacts'>,
  { image, readiness, healthcheck, place }: Service,
  signal: AbortSignal,
): Promise<Readiness> {
  if (readiness.checks.length > 0 || healthcheck?.disabled === true || place === 'host') return readiness;
  const facts = imageFacts.get(image) ?? (await engine.image(image, signal));
  if (facts?.healthTest === undefined) return readiness;
  const probe = { kind: 'exec', test: facts.healthTest } as const;
  const check = { probe, initialDelay: 0, timeout: healthcheck?.timeout ?? testTimeout, successThreshold: 1 };
  return { ...readiness, origin: { kind: 'healthcheck' }, checks: [check] };
}
