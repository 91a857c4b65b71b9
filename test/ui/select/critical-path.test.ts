import { describe, expect, test } from 'vitest';
import { instanceId } from '../../../src/core/unit-state.ts';
import { criticalPath, criticalPathText } from '../../../src/ui/select/critical-path.ts';
import { beginning, ScriptedRun } from '../scripted-run.ts';
import { allReady, apiProbing, migrateFailed, migrationFailure, shop } from '../shop.ts';

const textOf = (run: ScriptedRun): string => criticalPathText(criticalPath(run, run.now));

describe('criticalPath', () => {
  test('is empty before anything has started', () => {
    expect(textOf(shop())).toBe('');
  });

  test('leads over needs to what was ready last, and adds up to the whole', () => {
    const run = allReady();
    expect(textOf(run)).toBe('db 1.5s → migrate 800ms → seed 10ms → api 1.2s → web 400ms');
    const sum = criticalPath(run, run.now).reduce((total, step) => total + step.ms, 0);
    expect(sum).toBe(3900);
  });

  test('ends with what still goes on', () => {
    expect(textOf(apiProbing())).toBe('db 1.5s → migrate 800ms → seed 10ms → api 390ms…');
  });

  test('ends with what failed', () => {
    expect(textOf(migrateFailed())).toBe('db 1.5s → migrate 400ms');
  });

  test('goes over a stage barrier where there is no need', () => {
    const [slow, late] = [instanceId('slow'), instanceId('late')];
    const run = new ScriptedRun({ one: { slow: {} }, two: { late: {} } })
      .play(0, { type: 'unit.starting', instance: slow })
      .play(2000, { type: 'unit.ready', instance: slow, by: { kind: 'running' }, startedAt: beginning })
      .play(2000, { type: 'unit.starting', instance: late })
      .play(3000, { type: 'unit.ready', instance: late, by: { kind: 'running' }, startedAt: beginning + 2000 });
    expect(textOf(run)).toBe('slow 2.0s → late 1.0s');
  });

  test('leaves out what was there before the run', () => {
    const [old, fresh] = [instanceId('old'), instanceId('fresh')];
    const run = new ScriptedRun({ '': { old: {}, fresh: { needs: ['old'] } } })
      .play(50, { type: 'unit.ready', instance: old, by: { kind: 'kept' }, startedAt: beginning - 9500 })
      .play(100, { type: 'unit.starting', instance: fresh })
      .play(600, { type: 'unit.ready', instance: fresh, by: { kind: 'running' }, startedAt: beginning + 100 });
    expect(textOf(run)).toBe('fresh 600ms');
  });

  test('stays as it was when a reload keeps what is there', () => {
    const run = allReady();
    const before = textOf(run);
    for (const unit of ['db', 'cache', 'api', 'web']) {
      const by = { kind: 'kept' } as const;
      run.play(20_000, { type: 'unit.ready', instance: instanceId(unit), by, startedAt: beginning });
    }
    expect(textOf(run)).toBe(before);
  });

  test('is empty for who only looks on, whatever is restarted', () => {
    const one = instanceId('one');
    const run = new ScriptedRun({ '': { one: {} } }, 'shop', 'attach')
      .play(50, { type: 'unit.starting', instance: one })
      .play(90, { type: 'unit.ready', instance: one, by: { kind: 'running' }, startedAt: beginning });
    expect(textOf(run)).toBe('');
  });

  test('stays as it was when a unit is started again after everything was ready', () => {
    const run = allReady();
    const before = textOf(run);
    run.play(20_000, { type: 'unit.restarting', instance: instanceId('db'), exitCode: 1 });
    run.play(20_100, { type: 'unit.starting', instance: instanceId('db') });
    expect(textOf(run)).toBe(before);
    run.play(20_500, { type: 'unit.failed', instance: instanceId('cache'), failure: migrationFailure });
    expect(textOf(run)).toBe(before);
  });
});
