import type { Engine } from '../../engine/engine.ts';
import type { Manifest, Unit } from '../../manifest/model.ts';
import { down as startRun } from '../../run/down.ts';
import { systemClock } from '../../run/system-clock.ts';
import { askedNow, askedOptions } from '../asked.ts';
import type { Handler, Options } from '../command.ts';
import { exitCodeOf, followRun, ladderOf } from '../follow-run.ts';
import { engineWith } from '../open-engine.ts';
import { openFace } from '../open-face.ts';
import { containersOf } from '../project-containers.ts';
import { findProject, type Project, planForJobs } from '../stack.ts';
import { forgetReceipts } from '../unchanged/forget-receipts.ts';

/** Images that go too: all of them, or those that were built here and got no name of their own. */
function imagesOf(manifest: Manifest | undefined, { rmi }: Options, named: readonly string[]): readonly string[] {
  if (manifest === undefined || rmi === undefined) return [];
  const units = [...manifest.units.values()].filter(({ name }) => named.length === 0 || named.includes(name));
  const isOurs = ({ build, image, name }: Unit): boolean => build !== undefined && image === `${manifest.name}-${name}`;
  return [...new Set(units.filter((unit) => rmi === 'all' || isOurs(unit)).map(({ image }) => image))];
}

/** A typing error is told before anything is taken down. */
async function refuseUnknown(engine: Engine, project: Project, units: readonly string[]): Promise<void> {
  try {
    await containersOf(engine, project, units, new AbortController().signal);
  } catch (error) {
    engine.close();
    throw error;
  }
}

/** Stops the project's containers in reverse order and removes them and its networks; with `-v` its volumes too. */
export const down: Handler = async ({ args, options }, shell) => {
  const { engine, stack: found } = await engineWith(shell, () => findProject(options, shell));
  if (args.length > 0) await refuseUnknown(engine, found, args);
  const { name: project, manifest } = found;
  const plan = planForJobs(found);
  const face = await openFace(
    { name: options.ui ?? 'plain', attached: true, options, named: args, send: (intent) => run.send(intent) },
    shell,
  );
  const forgotten = forgetReceipts(shell, project);
  const ladder = ladderOf((intent) => run.send(intent), shell, 'go on');
  let removed = 0;
  const run = startRun({
    engine,
    clock: systemClock,
    ...askedOptions(askedNow('down', args), manifest, shell),
    observer: (event, view) => {
      if (event.type.endsWith('.removed')) removed++;
      face.event(event, view);
    },
    project,
    removeVolumes: options.volumes === true,
    images: imagesOf(manifest, options, args),
    ...(plan && { plan }),
    force: options.force === true,
    ...(args.length > 0 && { units: new Set(args) }),
    ...(options.timeout !== undefined && { graceMs: options.timeout }),
    hooksOf: (unit) => manifest?.units.get(unit),
  });
  try {
    const outcome = await followRun(run, face, ladder, shell);
    if (removed === 0) shell.stderr.write(`nothing of "${project}" was there\n`);
    return exitCodeOf(outcome);
  } finally {
    await forgotten;
    engine.close();
  }
};
