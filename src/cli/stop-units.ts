import { exitCodes } from '../core/failure.ts';
import { stop } from '../run/stop.ts';
import { systemClock } from '../run/system-clock.ts';
import { type Asked, askedOptions } from './asked.ts';
import type { Options } from './command.ts';
import { followRun, ladderOf } from './follow-run.ts';
import { openEngine } from './open-engine.ts';
import { openFace } from './open-face.ts';
import type { Shell } from './shell.ts';
import { type Project, planForJobs } from './stack.ts';
import { forgetReceipts } from './unchanged/forget-receipts.ts';

/** Stops units of a project, or (`stack`) all of it with the events of its jobs, and shows it. Resolves to the exit code. */
export async function stopUnits(
  found: Project,
  units: readonly string[] | 'stack',
  options: Options,
  asked: Asked,
  shell: Shell,
): Promise<number> {
  const { name: project, manifest } = found;
  const plan = units === 'stack' ? planForJobs(found) : undefined;
  const engine = await openEngine(shell);
  const forgotten = forgetReceipts(shell, project);
  try {
    const face = await openFace(
      {
        name: options.ui ?? 'plain',
        attached: true,
        options,
        named: units === 'stack' ? [] : units,
        send: (intent) => run.send(intent),
      },
      shell,
    );
    const ladder = ladderOf((intent) => run.send(intent), shell, 'go on');
    const run = stop({
      engine,
      clock: systemClock,
      ...askedOptions(asked, manifest, shell),
      observer: (event, view) => face.event(event, view),
      project,
      ...(units !== 'stack' && { units: new Set(units) }),
      withEvents: units === 'stack',
      ...(plan && { plan }),
      ...(options.timeout !== undefined && { graceMs: options.timeout }),
      hooksOf: (unit) => manifest?.units.get(unit),
    });
    const outcome = await followRun(run, face, ladder, shell);
    if (outcome.kind === 'stopped' && outcome.complete) return exitCodes.ok;
    return outcome.kind === 'stopped' && !outcome.wasReady ? exitCodes.interrupted : exitCodes.teardown;
  } finally {
    await forgotten;
    engine.close();
  }
}
