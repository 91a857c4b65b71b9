import { down } from '../run/down.ts';
import type { Footing } from './footing.ts';
import { perform } from './perform.ts';

/** Stops and removes a stack, and (`withVolumes`) its data as well, and lets go of the engine. */
export async function takeDown(footing: Footing, withVolumes: boolean): Promise<void> {
  const { engine, project, plan } = footing;
  try {
    await perform(footing, { command: 'down', units: [], onAbort: 'detach' }, (options) =>
      down({
        ...options,
        project: project.name,
        removeVolumes: withVolumes,
        images: [],
        plan,
        force: withVolumes,
        hooksOf: (unit) => project.manifest.units.get(unit),
      }),
    );
  } finally {
    engine.close();
  }
}
