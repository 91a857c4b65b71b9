import { RunFacts } from '../../../src/run/history/run-facts.ts';
import { type RunReport, runReport } from '../../../src/ui/report/run-report.ts';
import type { ScriptedRun } from '../scripted-run.ts';
import { shop } from '../shop.ts';

/** The report of a shop with which this has happened. */
export function reportOf(play: (run: ScriptedRun) => ScriptedRun, failure?: RunReport['failure']): RunReport {
  const facts = new RunFacts();
  const run = shop();
  run.show({ event: (event) => facts.take(event), close: async () => undefined });
  play(run);
  return runReport('shop', run, facts, run.now, failure);
}
