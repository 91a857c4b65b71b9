import type { Problem } from '../core/problem.ts';
import type { Dialect } from './model.ts';

/** Takes a problem and goes on: all problems of a file are told at once. */
export type Report = (problem: Problem) => void;

/** What every step of reading one manifest shares. */
export interface Context {
  readonly dialect: Dialect;
  /** Absolute folder that relative paths count from. */
  readonly folder: string;
  /** Variables of the shell and of `.env`, the shell first. */
  readonly variables: ReadonlyMap<string, string>;
  /** Profiles that were asked for. */
  readonly profiles: readonly string[];
  readonly report: Report;
}
