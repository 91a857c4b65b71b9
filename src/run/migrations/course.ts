import type { MigrationFile } from './migration-file.ts';

/** Which way the data has to go, to be what the migrations that are there now make of it. Names in the order of work. */
export type Course =
  /** forward by these; by none where all of them are applied */
  | { readonly kind: 'up'; readonly names: readonly string[] }
  /** back by these, the last applied first: the data has them, and the files are not there any more */
  | { readonly kind: 'down'; readonly names: readonly string[] }
  /** the first place where what was applied and what is there are not the same */
  | { readonly kind: 'diverged'; readonly applied: string; readonly present: string };

/** Compares what was applied with what is there: one is the beginning of the other, or they have diverged. */
export function courseOf(applied: readonly MigrationFile[], present: readonly MigrationFile[]): Course {
  for (const [index, file] of applied.entries()) {
    const now = present[index];
    if (now === undefined) {
      const ahead = applied.slice(index).map(({ name }) => name);
      return { kind: 'down', names: ahead.reverse() };
    }
    if (now.name !== file.name || now.sha256 !== file.sha256) {
      return { kind: 'diverged', applied: file.name, present: now.name };
    }
  }
  return { kind: 'up', names: present.slice(applied.length).map(({ name }) => name) };
}

/** Whether these are how a list begins. */
export const isBeginning = (some: readonly MigrationFile[], list: readonly MigrationFile[]): boolean =>
  courseOf(some, list).kind === 'up';
