import type { Problem } from '../core/problem.ts';
import type { Report } from './context.ts';

/** Of each severity: more than anybody reads, and little enough to be held and printed. */
const most = 1_000;

/**
 * Collects what is wrong with a project. An anchor's content is read once for each alias: what is wrong with it is told
 * once where the sentence is the same. Of thousands the first are told, and how many there are.
 */
export class ProblemCollector {
  readonly #problems: Problem[] = [];
  readonly #told = new Set<string>();
  readonly #counts = { error: 0, warning: 0 };

  readonly report: Report = (problem) => {
    const { severity, code, message, span } = problem;
    if (this.#counts[severity] < most) {
      const key = `${code} ${span?.source.path} ${span?.start} ${span?.end} ${message}`;
      if (this.#told.has(key)) return;
      this.#told.add(key);
      this.#problems.push(problem);
    }
    this.#counts[severity]++;
  };

  problems(): Problem[] {
    const more = (['error', 'warning'] as const).flatMap((severity): Problem[] => {
      const message = `there are ${this.#counts[severity] - most} more ${severity}s, which are not shown`;
      return this.#counts[severity] > most ? [{ severity, code: 'too-many', message }] : [];
    });
    return [...this.#problems, ...more];
  }
}
