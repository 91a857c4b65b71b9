import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Event } from '../../core/event.ts';
import { type DevstackError, type Failure, failureOf } from '../../core/failure.ts';
import type { RunView } from '../../core/run-view.ts';
import { whyUnwritable } from '../../core/why-unwritable.ts';
import type { Engine } from '../../engine/engine.ts';
import { nameOfIsolated } from '../../plan/isolate.ts';
import type { Plan } from '../../plan/plan.ts';
import { systemClock } from '../../run/system-clock.ts';
import { junitFile } from '../../ui/report/artifacts.ts';
import { junitXml } from '../../ui/report/junit.ts';
import { RunNotes } from '../../ui/report/run-notes.ts';
import { maskerOf } from '../masker-of.ts';
import { errorTheme } from '../out.ts';
import type { Shell } from '../shell.ts';
import { writeArtifacts } from '../write-artifacts.ts';

/** Longest that it may take to learn what to hide, ms. */
const learnDeadline = 10_000;

/** What a test leaves in a folder for whoever looks at it later. */
export class TestArtifacts {
  readonly #folder: string;
  readonly #notes = new RunNotes();
  #view: RunView | undefined;
  #isWritten = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Takes in a fact of the runs that bring the stack up. */
  observe(event: Event, view: RunView): void {
    // A stack that is used again has more than one run; the first that brings it up is of all of it.
    if (view.command === 'up') this.#view ??= view;
    if (view === this.#view) this.#notes.take(event, view);
  }

  /** Writes all that is known where something has failed, else the steps of the stack alone. Failing at that is told, and no more. */
  async write(engine: Engine, plan: Plan, end: 'good' | 'bad' | Failure, shell: Shell): Promise<void> {
    const view = this.#view;
    if (view === undefined) return;
    this.#isWritten = true;
    const failure = typeof end === 'object' ? end : undefined;
    try {
      await mkdir(this.#folder, { recursive: true });
      const { apply: mask } = await maskerOf(engine, plan.project, AbortSignal.timeout(learnDeadline));
      const name = nameOfIsolated(plan.project);
      const source = { name, plan, view, notes: this.#notes, now: systemClock.now(), failure, mask };
      if (end === 'good') await writeFile(join(this.#folder, 'junit.xml'), junitFile(source));
      else
        for (const problem of new Set(await writeArtifacts(this.#folder, source, engine))) this.#warn(problem, shell);
    } catch (error) {
      const isOfFiles = error instanceof Error && 'code' in error;
      this.#warn(isOfFiles ? whyUnwritable(error) : failureOf(error).message, shell);
    }
  }

  /** Writes why there was no stack at all, unless more is written. */
  async writeFailure({ failure }: DevstackError, shell: Shell): Promise<void> {
    if (this.#isWritten) return;
    const report = {
      name: 'devstack',
      at: systemClock.now(),
      durationMs: 0,
      outcome: 'failed',
      stages: [],
      failure,
    } as const;
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(join(this.#folder, 'junit.xml'), junitXml(report));
    } catch (error) {
      this.#warn(whyUnwritable(error), shell);
    }
  }

  #warn(problem: string, shell: Shell): void {
    const { paint } = errorTheme(shell);
    shell.stderr.write(`${paint('warn', 'warning:')} artifacts in "${this.#folder}" are not complete: ${problem}\n`);
  }
}
