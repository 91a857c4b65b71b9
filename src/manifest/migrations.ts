import { resolve } from 'node:path';
import type { Problem } from '../core/problem.ts';
import { ignoredKey } from './key-problems.ts';
import type { Migrations } from './model.ts';
import { at, keySpanAt, spanAt } from './tree.ts';
import { describe, type UnitDraft } from './unit-draft.ts';

/** What a job says of its migrations, its globs made absolute; undefined where it has none. */
export function toMigrations({ keys, tree }: UnitDraft): Migrations | undefined {
  const { migrations } = keys;
  if (migrations === undefined) return undefined;
  const { files, down, on_rollback: onRollback = 'fail' } = migrations;
  const folderOf = (index: number): string => {
    const isList = at(tree, 'migrations', 'files')?.kind === 'list';
    return spanAt(tree, 'migrations', 'files', ...(isList ? [index] : [])).source.folder;
  };
  return {
    files: files.map((glob, index) => resolve(folderOf(index), glob)),
    onRollback: onRollback === 'down' ? { kind: 'down', command: down ?? [] } : { kind: onRollback },
    span: spanAt(tree, 'migrations', 'files'),
  };
}

/** What is wrong with a job's migrations, or does not go with its other keys. */
export function migrationProblems(unit: UnitDraft): readonly Problem[] {
  const { migrations, run } = unit.keys;
  if (migrations === undefined) return [];
  const { files, down, on_rollback: onRollback = 'fail' } = migrations;
  const span = (key: string) => keySpanAt(unit.tree, 'migrations', key);
  const problems: Problem[] = [];
  const wrong = (code: Problem['code'], message: string, key: string, hint: string): void => {
    problems.push({ severity: 'error', code, message: `${describe(unit)} ${message}`, span: span(key), hint });
  };
  if (files.length === 0)
    wrong('bad-value', 'names no files of migrations', 'files', 'such as files: migrations/*.sql');
  const isEmpty = down === undefined || down.length === 0;
  if (onRollback === 'down' && isEmpty) {
    const hint = 'add "down" with the command that takes migrations back';
    wrong('bad-value', 'is to roll back with its "down" command, and has none', 'on_rollback', hint);
  }
  if (onRollback !== 'down' && down !== undefined) {
    const why = `"on_rollback" is ${onRollback}, so that it never runs`;
    problems.push(ignoredKey('migrations.down', span('down'), describe(unit), why));
  }
  if (run === 'once') {
    const message = `${describe(unit)} runs once, so that migrations that are added later would never be applied`;
    const related = [{ message: 'its migrations are here', span: keySpanAt(unit.tree, 'migrations') }];
    const where = keySpanAt(unit.tree, 'run');
    problems.push({
      severity: 'error',
      code: 'conflicting-keys',
      message,
      span: where,
      related,
      hint: 'leave "run" out',
    });
  }
  return problems;
}
