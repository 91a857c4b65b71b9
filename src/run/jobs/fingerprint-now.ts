import { instanceId } from '../../core/unit-state.ts';
import { countedFiles } from '../../manifest/counted-files.ts';
import type { PlannedJob } from '../../plan/plan.ts';
import { specOf } from '../../plan/spec-of.ts';
import { givenTo } from '../container.ts';
import type { RunContext, Work } from '../context.ts';
import { handleOf } from '../start-container.ts';
import { type Fingerprint, fingerprintOf } from './fingerprint.ts';
import { imageIdentity } from './image-identity.ts';
import { hashInputs } from './inputs.ts';
import { stateOfJob } from './state-of-job.ts';
import { withStateVolumes } from './state-volumes.ts';

/** A job's fingerprint as of this moment, with the data of the services that it works on looked at anew. */
export async function fingerprintNow(context: RunContext, work: Work<PlannedJob>): Promise<Fingerprint> {
  const { engine, ground, key } = context;
  const { unit, signal } = work;
  const plan = context.plan();
  const looked = unit.stateServices.map(async ({ name }) => {
    const handle = handleOf(context, instanceId(name));
    const container = handle === undefined ? undefined : await engine.inspect(handle, signal);
    return [name, container] as const;
  });
  const [containers, volumes, inputs, found] = await Promise.all([
    Promise.all(looked).then((entries) => new Map(entries)),
    withStateVolumes(ground.volumes, [unit], engine, plan.project, signal),
    hashInputs(countedFiles(unit.unit), plan.folder, signal),
    engine.image(unit.unit.image, signal),
  ]);
  const containerOf = (name: string) => containers.get(name);
  const state = await stateOfJob(unit, { containerOf, volumes, marking: 'make' });
  const image = imageIdentity(unit.unit, found?.id, { folder: plan.folder, key });
  // Where its services are is no part of what it does to them.
  const { addresses: _, ...given } = givenTo(context, unit);
  return fingerprintOf(specOf(plan, unit, work.index, given), image, inputs, state, key);
}
