import { expect, test } from 'vitest';
import type { EventBody } from '../../../src/core/event.ts';
import { type InstanceId, instanceId } from '../../../src/core/unit-state.ts';
import { makeRecord } from '../../../src/run/history/make-record.ts';
import { RunFacts } from '../../../src/run/history/run-facts.ts';
import { RunState } from '../../../src/run/run-state.ts';
import { ownProcess } from '../../support/test-host.ts';

const at = 1_000;
const head = { id: 'a', command: 'up', named: [], files: [], host: 'laptop', process: ownProcess, at };

/** A run of so many services, of which this has been told. */
function runOf(count: number, told: readonly EventBody[]) {
  const names = Array.from({ length: count }, (_, index) => `service-${String(index).padStart(4, '0')}`);
  const units = new Map(
    names.map((unit) => {
      const view = { unit, kind: 'service', stage: 0, needs: [], ports: [], optional: false } as const;
      return [unit, { ...view, instances: [instanceId(unit)] }];
    }),
  );
  const stages = [{ name: '', units: names }];
  const state = new RunState('up', at, {
    project: 'play',
    stages,
    barrier: 'strict',
    units,
    needs: new Map(),
    apartFrom: new Map(),
  });
  const facts = new RunFacts();
  const keep = (instance: InstanceId) => ({ instance, action: 'keep', cause: 'unchanged' }) as const;
  const steps = names.map((name) => keep(instanceId(name)));
  for (const [index, body] of [{ type: 'run.planned', steps } as const, ...told].entries()) {
    const event = { ...body, at: at + index };
    state.apply(event);
    facts.take(event);
  }
  return { state, facts };
}

const failed = (index: number): EventBody => ({
  type: 'unit.failed',
  instance: instanceId(`service-${String(index).padStart(4, '0')}`),
  failure: {
    code: 'exited',
    family: 'unit',
    message: `it ended ${'.'.repeat(5_000)}`,
    evidence: { exitCode: 1, logs: Array.from({ length: 50 }, (_, line) => `${line} ${'x'.repeat(5_000)}`) },
  },
});

const plain = (text: string): string => text;

test('a record stays small, and what failed is in it, whatever the size of the stack', () => {
  const { state, facts } = runOf(
    600,
    Array.from({ length: 20 }, (_, index) => failed(580 + index)),
  );
  const record = makeRecord(head, state, facts, plain);
  expect(record).toMatchObject({ leftOut: 500 });
  expect(record.units).toHaveLength(100);
  expect(record.units.filter(({ failure }) => failure !== undefined)).toHaveLength(20);
  expect(JSON.stringify(record).length).toBeLessThan(64 * 1024);
});

test('a record holds the last lines of what failed', () => {
  const { state, facts } = runOf(1, [failed(0)]);
  const { failure } = makeRecord(head, state, facts, plain).units[0] ?? {};
  expect(failure?.logs?.map((line) => line.split(' ')[0])).toEqual(
    [40, 41, 42, 43, 44, 45, 46, 47, 48, 49].map(String),
  );
});

test('a record hides sensitive values wherever a text stands in it', () => {
  const { state, facts } = runOf(1, [
    { type: 'warning', message: 'the key s3cret is old' },
    { type: 'unit.canceled', because: 's3cret', instance: instanceId('service-0000') },
  ]);
  const record = makeRecord({ ...head, command: 'up s3cret' }, state, facts, (text) => text.replaceAll('s3cret', '•'));
  expect(record.warnings).toEqual(['the key • is old']);
  expect(JSON.stringify(record)).not.toContain('s3cret');
});
