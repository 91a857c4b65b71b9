import { formatDuration } from '../core/duration.ts';
import type { Problem } from '../core/problem.ts';
import { defaultWithin } from './readiness.ts';
import { at, keySpanAt, type Path } from './tree.ts';
import { describe, type UnitDraft } from './unit-draft.ts';

/** What has to be so for a service to be ready, and can not be as long as another of its keys stands. */
export function neverReady(unit: UnitDraft): readonly Problem[] {
  const { ready = [], ready_timeout: within = defaultWithin, logging } = unit.keys;
  return ready.flatMap(({ asked, pace: { initialDelay = 0 } }, index) => {
    const check: Path = ready.length === 1 ? ['ready'] : ['ready', 'all', index];
    const problems: Problem[] = [];
    if (asked.kind === 'log' && logging?.driver === 'none') {
      const message = `${describe(unit)} is never ready: it keeps no log, and is to be ready by a line of it`;
      const hint = 'choose another driver, such as "local", or another way to tell that it is ready';
      problems.push(told(unit, { message, hint }, check, ['logging', 'driver']));
    }
    if (initialDelay >= within) {
      const message = `${describe(unit)} is never ready: it is asked for the first time after ${formatDuration(initialDelay)}, and has ${formatDuration(within)}`;
      const hint = 'make "initial_delay" shorter, or "ready_timeout" longer';
      problems.push(told(unit, { message, hint }, check, ['ready_timeout']));
    }
    return problems;
  });
}

function told(unit: UnitDraft, text: Pick<Problem, 'message' | 'hint'>, check: Path, other: Path): Problem {
  const span = keySpanAt(unit.tree, ...check);
  const related =
    at(unit.tree, ...other) === undefined
      ? []
      : [{ message: `"${other.join('.')}" is here`, span: keySpanAt(unit.tree, ...other) }];
  return { severity: 'error', code: 'conflicting-keys', ...text, span, related };
}
