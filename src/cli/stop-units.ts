import { exitCodes } from '../core/failure.ts';
import { stop } from '../run/stop.ts';
import { systemClock } from '../run/system-clock.ts';
import { type Asked, askedOptions } from './asked.ts';
import type { Options } from './command.ts';
import { followRun, ladderOf } from './follow-run.ts';
import { openEngine } from './open-engine.ts';
import { openFace } from './open-face.ts';
import type { Shell } from './shell.ts';
import type { Project } from './stack.ts';

/** Stops units of a project, all where none is named, and shows it. Resolves to the exit code. */
export async function stopUnits(
  { name: project, manifest }: Project,
  units: readonly string[],
  options: Options,
  asked: Asked,
  shell: Shell,
): Promise<number> {
  const engine = await openEngine(shell);
  try {
    const face = await openFace(
      { name: options.ui ?? 'plain', attached: false, options, send: (intent) => run.send(intent) },
      shell,
    );
    const ladder = ladderOf((intent) => run.send(intent), shell);
    const run = stop({
      engine,
      clock: systemClock,
      ...askedOptions(asked, manifest, shell),
      observer: (event, view) => face.event(event, view),
      project,
      ...(units.length > 0 && { units: new Set(units) }),
      ...(options.timeout !== undefined && { graceMs: options.timeout }),
      hooksOf: (unit) => manifest?.units.get(unit),
    });
    const outcome = await followRun(run, face, ladder, shell);
    if (outcome.kind === 'stopped' && outcome.complete) return exitCodes.ok;
    return outcome.kind === 'stopped' && !outcome.wasReady ? exitCodes.interrupted : exitCodes.teardown;
  } finally {
    engine.close();
  }
}
