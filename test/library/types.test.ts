import { describe, expectTypeOf, test } from 'vitest';
import {
  type Address,
  DevstackError,
  type Event,
  type Evidence,
  type ExecResult,
  type JobResult,
  type LogLine,
  ManifestError,
  type Stack,
  StackError,
  type UnitFailure,
  type UpOptions,
  up,
} from '../../src/index.ts';
import type { ProvidedStack } from '../../src/vitest.ts';

// Checked by the compiler, with the rest of the tests: nothing of this runs.
const unused = (_use: (stack: Stack) => unknown): void => undefined;

describe('types', () => {
  test('of bringing up', () => {
    expectTypeOf(up).parameter(0).toEqualTypeOf<UpOptions | undefined>();
    expectTypeOf(up).returns.resolves.toEqualTypeOf<Stack>();
    expectTypeOf<Stack>().toExtend<AsyncDisposable>();
    // @ts-expect-error stages are named by their names
    const wrongStage: UpOptions = { through: 2 };
    // @ts-expect-error there is no such option
    const wrongOption: UpOptions = { files: 'devstack.yaml' };
    void [wrongStage, wrongOption];
  });

  test('of what is asked of a stack', () => {
    expectTypeOf<Stack['url']>().toEqualTypeOf<(unit: string, port?: number) => string>();
    expectTypeOf<Stack['port']>().returns.toEqualTypeOf<number>();
    expectTypeOf<Stack['addresses']>().toEqualTypeOf<Readonly<Record<string, readonly Address[]>>>();
    expectTypeOf<Stack['reset']>().returns.resolves.toEqualTypeOf<void>();
    expectTypeOf<Stack['env']>().returns.resolves.toEqualTypeOf<Readonly<Record<string, string>>>();
    expectTypeOf<Stack['exec']>().returns.resolves.toEqualTypeOf<ExecResult>();
    expectTypeOf<Stack['runJob']>().returns.resolves.toEqualTypeOf<JobResult>();
    expectTypeOf<Stack['logs']>().returns.toEqualTypeOf<AsyncIterable<LogLine>>();
    expectTypeOf<Stack['events']>().returns.toEqualTypeOf<AsyncIterable<Event>>();
    // @ts-expect-error a command has at least a program
    unused((stack) => stack.exec('db', []));
    // @ts-expect-error a command is a list: nothing is split at blanks
    unused((stack) => stack.exec('db', 'psql -c x'));
    // @ts-expect-error what a stack is made of is not to be changed
    unused((stack) => stack.units.push('other'));
  });

  test('of events, told apart by their type', () => {
    expectTypeOf<Extract<Event, { type: 'unit.ready' }>>().toHaveProperty('by');
    expectTypeOf<Event['at']>().toEqualTypeOf<number>();
  });

  test('of errors', () => {
    expectTypeOf(StackError).instance.toExtend<DevstackError>();
    expectTypeOf<StackError['evidence']>().toEqualTypeOf<Evidence | undefined>();
    expectTypeOf<StackError['failures']>().toEqualTypeOf<readonly [UnitFailure, ...UnitFailure[]]>();
    expectTypeOf<ManifestError['diagnostics'][number]['severity']>().toEqualTypeOf<'error' | 'warning'>();
    expectTypeOf<DevstackError['code']>().toExtend<string>();
    void [DevstackError, ManifestError];
  });

  test('of what Vitest provides', () => {
    expectTypeOf<import('vitest').ProvidedContext['devstack']>().toEqualTypeOf<ProvidedStack>();
  });
});
