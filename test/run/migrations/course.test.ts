import { describe, expect, it } from 'vitest';
import { type Course, courseOf } from '../../../src/run/migrations/course.ts';

/** `1 2a` are two files: their names, and a letter for what is in them where that matters. */
const files = (list: string) =>
  list
    .split(' ')
    .filter((one) => one !== '')
    .map((one) => ({ name: one.slice(0, 1), sha256: one, folder: 'db' }));

const cases: readonly (readonly [what: string, applied: string, present: string, course: Course])[] = [
  ['fresh data goes up by all', '', '1 2', { kind: 'up', names: ['1', '2'] }],
  ['new files at the end go up', '1 2', '1 2 3 4', { kind: 'up', names: ['3', '4'] }],
  ['the same files have nothing to do', '1 2', '1 2', { kind: 'up', names: [] }],
  ['no files and fresh data have nothing to do', '', '', { kind: 'up', names: [] }],
  ['files that are gone go down, the last first', '1 2 3 4', '1 2', { kind: 'down', names: ['4', '3'] }],
  ['all files gone go down by all', '1 2', '', { kind: 'down', names: ['2', '1'] }],
  ['a changed file has diverged', '1 2a 3', '1 2b 3', { kind: 'diverged', applied: '2', present: '2' }],
  ['a changed file has diverged, more files or not', '1a', '1b 2', { kind: 'diverged', applied: '1', present: '1' }],
  ['fewer files of which one changed have diverged', '1a 2', '1b', { kind: 'diverged', applied: '1', present: '1' }],
  ['another file in its place has diverged', '1 3', '1 2 3', { kind: 'diverged', applied: '3', present: '2' }],
  ['a file gone in the middle has diverged', '1 2 3', '1 3', { kind: 'diverged', applied: '2', present: '3' }],
];

describe('which way the data goes', () => {
  it.each(cases)('%s', (_, applied, present, course) => {
    expect(courseOf(files(applied), files(present))).toEqual(course);
  });
});
