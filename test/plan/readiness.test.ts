import { describe, expect, test } from 'vitest';
import type { Check, Probe, Readiness } from '../../src/manifest/readiness-model.ts';
import { describeGoal } from '../../src/plan/describe-plan.ts';
import { describeProbe } from '../../src/plan/describe-probe.ts';
import { planJson } from '../../src/plan/plan-json.ts';
import { manifestOf, service } from './manifest-builder.ts';
import { planOf } from './plan-of.ts';

const check = (probe: Probe): Check => ({ probe, initialDelay: 0, timeout: 2000, successThreshold: 1 });
const tcp = check({ kind: 'tcp', port: 80 });
const file = check({ kind: 'file', path: '/ready' });

/** What a plan says of a service with this readiness. */
function told(readiness: Readiness) {
  const plan = planOf(manifestOf({ units: [service('web', { readiness })] }));
  const planned = plan.units.get('web');
  return { text: planned && describeGoal(planned), json: planJson(plan, undefined).stages[0]?.units[0]?.readiness };
}

describe('the plan of a service', () => {
  test('says which preset was chosen for it', () => {
    const { text, json } = told({ origin: { kind: 'preset', preset: 'kafka' }, within: 120_000, checks: [tcp] });
    expect(text).toBe('preset kafka: :80 accepts connections, within 2m00s');
    expect(json).toMatchObject({ probe: 'tcp', port: 80, origin: 'preset', preset: 'kafka' });
  });

  test('says all that it has to pass', () => {
    const { text, json } = told({ origin: { kind: 'ready' }, within: 120_000, checks: [tcp, file] });
    const description = ':80 accepts connections and it has the file /ready';
    expect(text).toBe(`ready: ${description}, within 2m00s`);
    expect(json).toEqual({ probe: 'all', description, origin: 'ready', within: 120_000 });
  });

  test('says when and how often it is asked, where that is not as usual', () => {
    const paced = { ...tcp, initialDelay: 30_000, period: 1000, successThreshold: 3, timeout: 500 };
    const { text, json } = told({ origin: { kind: 'ready' }, within: 120_000, checks: [paced, file] });
    const description =
      ':80 accepts connections (first after 30.0s, every 1.0s, 3 times in a row, each time within 500ms) and it has the file /ready';
    expect(text).toBe(`ready: ${description}, within 2m00s`);
    expect(json).toMatchObject({ description });
  });

  test('says that it only has to run', () => {
    const { text, json } = told({ origin: { kind: 'none' }, within: 120_000, checks: [] });
    expect(text).toBe('ready when it runs; a healthcheck of its image counts too');
    expect(json).toEqual({ probe: 'running', description: 'it runs', origin: 'none', within: 120_000 });
  });
});

test.each<[Probe, string]>([
  [{ kind: 'grpc', port: 50_051, service: '' }, ':50051 answers SERVING'],
  [{ kind: 'grpc', port: 50_051, service: 'shop.v1.Cart' }, ':50051 answers SERVING for shop.v1.Cart'],
  [{ kind: 'health', without: 'waits' }, 'its own healthcheck is good'],
  [{ kind: 'log', pattern: 'up' }, 'its log matches /up/'],
])('%j is told as %s', (probe, text) => {
  expect(describeProbe(probe)).toBe(text);
});
