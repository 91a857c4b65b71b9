import { DevstackError } from '../core/failure.ts';
import type { Engine, EngineInfo, ImageFacts } from '../engine/engine.ts';
import type { Observed } from '../plan/observed.ts';
import type { Plan, PlannedJob } from '../plan/plan.ts';
import { type Assessment, assess } from './assess.ts';
import { recordOf } from './jobs/job-memory.ts';
import { withStateVolumes } from './jobs/state-volumes.ts';
import { lookAtProject } from './look-at-project.ts';
import { keyIn } from './memory-key.ts';
import { type UpPolicy, usualPolicy } from './up-policy.ts';

/** One look at the engine: everything that a run decides from. */
export interface Look {
  readonly info: EngineInfo;
  readonly observed: Observed;
  /** what the project remembers, by key */
  readonly documents: ReadonlyMap<string, unknown>;
  /** the plan's images by reference; undefined where the engine does not have one */
  readonly images: ReadonlyMap<string, ImageFacts | undefined>;
  /** key of the project's hashes; a new one where nothing is remembered */
  readonly key: string;
}

/** Looks at all that belongs to the plan's project, everything at once. */
export async function lookAt(engine: Engine, plan: Plan, signal: AbortSignal): Promise<Look> {
  // A unit without containers, such as what a provider runs, may have no image at all; what runs on the host has none.
  const used = [...plan.units.values()].filter(({ instances, unit }) => instances.length > 0 && unit.place !== 'host');
  const references = [...new Set(used.map(({ unit }) => unit.image))];
  const [info, { observed, documents }, images] = await Promise.all([
    engine.info(signal),
    lookAtProject(engine, plan.project, signal),
    Promise.all(references.map(async (reference) => [reference, await engine.image(reference, signal)] as const)),
  ]);
  refuseForeign(plan.project, observed);
  const isRemembered = ({ name, unit }: PlannedJob) =>
    unit.migrations !== undefined || recordOf(documents, name).done !== undefined;
  const remembered = jobsOf(plan).filter(isRemembered);
  const [volumes, networks] = await Promise.all([
    withStateVolumes(observed.volumes, remembered, engine, plan.project, signal),
    withJoinedNetworks(observed, engine, plan, signal),
  ]);
  return {
    info,
    observed: { ...observed, volumes, networks },
    documents,
    images: new Map(images),
    key: keyIn(documents),
  };
}

/** Networks of the plan that others have made are not among those of the project: they are asked for where something is on them. */
async function withJoinedNetworks(
  { containers, networks }: Observed,
  engine: Engine,
  plan: Plan,
  signal: AbortSignal,
): Promise<Observed['networks']> {
  const known = new Set(networks.map(({ name }) => name));
  const joined = new Set(containers.flatMap((container) => [...(container.networks?.keys() ?? [])]));
  const open = plan.networks.filter(({ name, external }) => !external && !known.has(name) && joined.has(name));
  const found = await Promise.all(open.map(({ name }) => engine.networkNamed(plan.project, name, signal)));
  return [...networks, ...found.filter((network) => network !== undefined)];
}

const jobsOf = (plan: Plan): readonly PlannedJob[] => [...plan.units.values()].filter((unit) => unit.kind === 'job');

/** What a run of this plan would do now and why, changing nothing. */
export async function look(
  options: {
    readonly engine: Engine;
    readonly plan: Plan;
    readonly unitNames: ReadonlySet<string>;
    readonly policy?: UpPolicy;
  },
  signal: AbortSignal,
): Promise<Pick<Assessment, 'actions' | 'orphans'>> {
  const seen = await lookAt(options.engine, options.plan, signal);
  return await assess(seen, options.plan, options.unitNames, options.policy ?? usualPolicy, signal);
}

/** A Compose stack of the same name would share names and networks with ours: neither may break the other. */
function refuseForeign(project: string, { foreign }: Observed): void {
  if (foreign.length === 0) return;
  const names = foreign.slice(0, 3).join(', ');
  const more = foreign.length > 3 ? ` and ${foreign.length - 3} more` : '';
  throw new DevstackError({
    code: 'compose-stack',
    family: 'engine',
    message: `a Docker Compose stack named "${project}" is there already (${names}${more})`,
    hint: `end it with: docker compose -p ${project} down — or give this one another name with -p`,
  });
}
