import { describe, expect, test } from 'vitest';
import { instanceId } from '../../../src/core/unit-state.ts';
import { blockedBy, blockedText } from '../../../src/ui/select/blocked.ts';
import { ScriptedRun } from '../scripted-run.ts';

describe('what a failure keeps from starting', () => {
  const stack = { one: { db: {}, cache: {}, admin: { needs: ['db'] } }, two: { api: { needs: ['admin'] }, docs: {} } };

  test.each([
    [
      'what needs it, each with the one before it in the chain, and later stages',
      'db',
      'admin, api (through admin), docs (stage two)',
    ],
    ['only later stages where nobody needs it', 'cache', 'api (stage two), docs (stage two)'],
    ['nothing for the last', 'docs', ''],
  ])('is %s', (_, unit, blocked) => {
    expect(blockedText(blockedBy(new ScriptedRun(stack), unit))).toEqual(blocked);
  });

  test('leaves out what was started before', () => {
    const run = new ScriptedRun(stack).play(0, { type: 'unit.starting', instance: instanceId('admin') });
    expect(blockedText(blockedBy(run, 'db'))).toEqual('api (through admin), docs (stage two)');
  });

  test('takes the shortest of several chains', () => {
    const run = new ScriptedRun({
      '': { db: {}, a: { needs: ['db'] }, b: { needs: ['a'] }, c: { needs: ['b', 'a'] } },
    });
    expect(blockedText(blockedBy(run, 'db'))).toEqual('a, b (through a), c (through a)');
  });

  test('has an end where units need each other', () => {
    const run = new ScriptedRun({ '': { a: { needs: ['b'] }, b: { needs: ['a'] } } });
    expect(blockedText(blockedBy(run, 'a'))).toEqual('b');
  });
});
