import { exitCodes } from '../../core/failure.ts';
import { down as startRun } from '../../run/down.ts';
import { systemClock } from '../../run/system-clock.ts';
import type { Handler } from '../command.ts';
import { followRun, ladderOf } from '../follow-run.ts';
import { openEngine } from '../open-engine.ts';
import { openFace } from '../open-face.ts';
import { findProject } from '../stack.ts';

/** Stops the project's containers in reverse order and removes them and its network; with `-v` its volumes too. */
export const down: Handler = async ({ options }, shell) => {
  const { name: project } = await findProject(options, shell);
  const engine = await openEngine(shell);
  const face = await openFace(
    { name: options.ui ?? 'plain', attached: false, options, send: (intent) => run.send(intent) },
    shell,
  );
  const ladder = ladderOf((intent) => run.send(intent), shell);
  let removed = 0;
  const run = startRun({
    engine,
    clock: systemClock,
    holder: { command: 'down', host: shell.host.name, process: shell.host.process, since: systemClock.now() },
    observer: (event, view) => {
      if (event.type.endsWith('.removed')) removed++;
      face.event(event, view);
    },
    project,
    removeVolumes: options.volumes === true,
  });
  try {
    const outcome = await followRun(run, face, ladder, shell);
    if (removed === 0) shell.stderr.write(`nothing of "${project}" was there\n`);
    return outcome.kind === 'stopped' && outcome.complete ? exitCodes.ok : exitCodes.teardown;
  } finally {
    engine.close();
  }
};
