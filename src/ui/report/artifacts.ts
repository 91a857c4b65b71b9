import type { Failure } from '../../core/failure.ts';
import type { RunView } from '../../core/run-view.ts';
import type { Plan } from '../../plan/plan.ts';
import { planJson } from '../../plan/plan-json.ts';
import { printPlan } from '../../plan/print-plan.ts';
import { durationTable } from '../duration-table.ts';
import { criticalPath, criticalPathText } from '../select/critical-path.ts';
import { themeFor } from '../theme.ts';
import { junitXml } from './junit.ts';
import type { RunNotes } from './run-notes.ts';
import { runReport } from './run-report.ts';

/** What is known of a run that files are written about. */
export interface ArtifactSource {
  /** the stack as people know it, the same in each run */
  readonly name: string;
  readonly plan: Plan;
  readonly view: RunView;
  readonly notes: RunNotes;
  /** ms since the epoch */
  readonly now: number;
  /** what ended the run where it is not that of a unit */
  readonly failure?: Failure | undefined;
  /** Hides what is known as sensitive by now: what was told before it was known may hold it. */
  readonly mask: (text: string) => string;
}

/** The steps of a run for those who read test results: also of one that went well. */
export function junitFile({ name, view, notes, now, failure, mask }: ArtifactSource): string {
  // XML has forms of its own for a text, which nothing is hidden in any more.
  return junitXml(maskedDeep(runReport(name, view, notes.facts, now, failure), mask));
}

/** The files that tell of a run, by name, apart from the logs of its units. */
export function artifactFiles(source: ArtifactSource): ReadonlyMap<string, string> {
  const { plan, view, notes, now, mask } = source;
  const steps = [...notes.facts.steps.values()];
  const actions = steps.length === 0 ? undefined : steps;
  const files = {
    'plan.txt': printPlan(plan, actions, { color: false }),
    'plan.json': `${JSON.stringify(planJson(plan, actions), null, 2)}\n`,
    'events.ndjson': notes.events.join(''),
    'timeline.txt': timelineText(view, now),
  };
  const masked = Object.entries(files).map(([file, text]) => [file, mask(text)] as const);
  return new Map([...masked, ['junit.xml', junitFile(source)]]);
}

/** When each unit was created, started and ready, and the chain that decided how long it took. */
function timelineText(view: RunView, now: number): string {
  const theme = themeFor({ environment: { NO_COLOR: '1' }, isTTY: false });
  const path = criticalPathText(criticalPath(view, view.readyAt ?? now));
  const lines = durationTable(view, theme, { now });
  return `${[...lines, ...(path === '' ? [] : ['', `  critical path  ${path}`])].join('\n')}\n`;
}

/** The same with each text in it masked. */
function maskedDeep<Value>(value: Value, mask: (text: string) => string): Value {
  return JSON.parse(JSON.stringify(value), (_, inner: unknown) => (typeof inner === 'string' ? mask(inner) : inner));
}
