import type { Failure } from '../../core/failure.ts';
import type { Migrations } from '../../manifest/model.ts';
import { unitFailure } from '../evidence.ts';
import type { Course } from './course.ts';

/** More names than these are only counted. */
const shown = 5;

const listed = (names: readonly string[]): string =>
  names.length <= shown ? names.join(', ') : `${names.slice(0, shown).join(', ')} and ${names.length - shown} more`;

/** What a course means, such as `up: 2 new files 003_users.sql, 004_roles.sql`; undefined where there is nothing to do. */
export function describeCourse(course: Course, onRollback: Migrations['onRollback']['kind']): string | undefined {
  switch (course.kind) {
    case 'up':
      if (course.names.length === 0) return undefined;
      return `up: ${course.names.length} new ${files(course.names)} ${listed(course.names)}`;
    case 'down':
      return describeRollback(course.names, onRollback);
    case 'diverged':
      return `the migrations diverged at ${describePlace(course)}, so that it will fail`;
  }
}

function describeRollback(names: readonly string[], onRollback: Migrations['onRollback']['kind']): string {
  switch (onRollback) {
    case 'down':
      return `down by ${names.length}: ${listed(names)}, with the files that were applied`;
    case 'restore':
      return `back by ${names.length}: ${listed(names)}, by restoring a snapshot`;
    case 'fail':
      return `the data is ahead by ${names.length}: ${listed(names)}, so that it will fail`;
  }
}

const files = (names: readonly string[]): string => (names.length === 1 ? 'file' : 'files');

function describePlace({ applied, present }: Extract<Course, { kind: 'diverged' }>): string {
  return applied === present
    ? `${applied}, which was changed after it was applied`
    : `${present}, where ${applied} was applied`;
}

/** Why a job does not run: its data has other migrations than those that are there. */
export function divergedFailure(job: string, course: Extract<Course, { kind: 'diverged' }>): Failure {
  const message = `the migrations of job "${job}" diverged at ${describePlace(course)}`;
  const hint =
    course.applied === course.present
      ? `put "${course.applied}" back as it was and write the change as a new migration, or begin with fresh data: "devstack down -v"`
      : 'bring back the files that were applied and let new ones come after them, or begin with fresh data: "devstack down -v"';
  return unitFailure('migrations-diverged', message, {}, hint);
}

/** Why a job does not run: its data was not put back before it began. */
export function restoreFailure(job: string): Failure {
  const message = `the data of job "${job}" has to be put back from a snapshot first`;
  const hint = 'run "devstack up" anew: it puts the snapshot back before it starts anything';
  return unitFailure('migrations-ahead', message, {}, hint);
}

/** Why a job does not run: its data is ahead of the files, and nothing says how to go back. */
export function aheadFailure(job: string, names: readonly string[]): Failure {
  const message = `the data of job "${job}" has ${names.length} ${names.length === 1 ? 'migration' : 'migrations'} without a file here: ${listed(names)}`;
  const hint =
    'switch back to where the files are, set "on_rollback" to down or restore there, or begin with fresh data: "devstack down -v"';
  return unitFailure('migrations-ahead', message, {}, hint);
}
