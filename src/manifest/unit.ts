import { resolve } from 'node:path';
import { withTextsAsWritten } from './as-written.ts';
import { containerKeysOf } from './container-keys-of.ts';
import type { Context } from './context.ts';
import { toDependencies } from './depends-on.ts';
import { replicasOf, restartOf } from './deploy.ts';
import { toTexts } from './environment.ts';
import type { SharedFile } from './file-model.ts';
import { toHealthcheck } from './healthcheck.ts';
import { toHooks } from './hooks.ts';
import { imageOf } from './image.ts';
import { toState } from './job-state.ts';
import { defaultTimeout, startOf, toLifecycle } from './lifecycle.ts';
import { toMigrations } from './migrations.ts';
import type { Job, Mount, Service, Unit, UnitBase, Volume } from './model.ts';
import { toMounts } from './mounts.ts';
import type { Network } from './network-model.ts';
import { toNetworking } from './networking.ts';
import { toOutputs } from './outputs.ts';
import { toPorts } from './ports.ts';
import { toProcessForm } from './process-form.ts';
import { toReadiness, toServer } from './readiness.ts';
import { referencesOf } from './references.ts';
import { compact } from './schema/values.ts';
import { toGrants } from './shared-files.ts';
import { type Stages, stageOf } from './stages.ts';
import { spanAt } from './tree.ts';
import { describe, type UnitDraft } from './unit-draft.ts';
import { environmentOf, type FileVariables } from './unit-environment.ts';
import { unknownVolumes } from './volumes.ts';

/** What a unit is resolved against. */
export interface Surroundings {
  readonly project: string;
  readonly units: ReadonlyMap<string, UnitDraft>;
  /** what each unit inherits from, nearest first */
  readonly ancestors: ReadonlyMap<string, readonly UnitDraft[]>;
  readonly volumes: ReadonlyMap<string, Volume>;
  readonly networks: ReadonlyMap<string, Network>;
  readonly secrets: ReadonlyMap<string, SharedFile>;
  readonly configs: ReadonlyMap<string, SharedFile>;
  readonly stages: Stages;
  /** of the whole file */
  readonly environment: ReadonlyMap<string, string>;
  readonly files: FileVariables;
}

/** The Compose Specification's default of `stop_grace_period`, in ms. */
const defaultGracePeriod = 10_000;
const defaultBackoff = { initial: 1000, factor: 2, max: 30_000 };

/** A unit with everything resolved that its file says; what refers to nothing is reported and left out. */
export function toUnit(draft: UnitDraft, around: Surroundings, context: Context): Unit {
  const { keys } = draft;
  const ancestors = around.ancestors.get(draft.name) ?? [];
  const inherited = (key: 'user' | 'working_dir'): string | undefined =>
    [draft, ...ancestors].find((unit) => unit.keys[key] !== undefined)?.keys[key];
  const { platform, ...image } = imageOf(draft, ancestors, around.project, around.secrets, context);
  const stage = stageOf(draft, image, around.stages, context);
  const variables = environmentOf(draft, ancestors, around.environment, around.files, context);
  const base = {
    name: draft.name,
    ...image,
    profiles: keys.profiles ?? [],
    skip: keys.skip ?? false,
    replicas: replicasOf(draft),
    networking: toNetworking(draft, ancestors, around.networks, context),
    links: keys.links ?? [],
    externalLinks: keys.external_links ?? [],
    volumesFrom: keys.volumes_from ?? [],
    files: toGrants(draft, ancestors, { secret: around.secrets, config: around.configs }, context),
    hooks: toHooks(draft, context),
    container: containerKeysOf(draft, platform, around.files.labels.get(draft.name)),
    ...variables,
    ...referencesOf(draft, ancestors, variables.environment),
    aliases: keys.aliases ? toTexts(draft.tree, 'aliases') : new Map<string, string>(),
    ports: toPorts(keys.ports ?? [], draft.tree, context),
    mounts: mountsOf(draft, around, context),
    dependsOn: toDependencies(draft, around.units, context),
    stopGracePeriod: keys.stop_grace_period ?? defaultGracePeriod,
    span: draft.span,
    ...compact({
      title: keys.title,
      process: toProcessForm(draft, context),
      stage,
      containerName: keys.container_name,
      attach: keys.attach,
      init: keys.init,
      command: keys.command,
      entrypoint: keys.entrypoint,
      workingDir: inherited('working_dir'),
      user: inherited('user'),
    }),
  };
  return draft.kind === 'service'
    ? { ...base, kind: 'service', ...serviceParts(draft, base) }
    : { ...base, kind: 'job', ...jobParts(draft, around.units, context) };
}

type Parts<Kind extends Unit> = Omit<Kind, 'kind' | keyof (Service | Job)>;

function serviceParts(draft: UnitDraft, base: UnitBase): Parts<Service> {
  const { keys } = draft;
  const healthcheck = keys.healthcheck && toHealthcheck(keys.healthcheck);
  const ran = { ...base, isBuilt: base.build !== undefined };
  const readiness = toReadiness(keys.ready, healthcheck, ran, keys.ready_timeout);
  return {
    ...compact({ healthcheck, server: toServer(keys.ready, ran) }),
    readiness: withTextsAsWritten(readiness, draft.tree),
    restart: restartOf(draft),
  };
}

function jobParts(draft: UnitDraft, units: ReadonlyMap<string, UnitDraft>, context: Context): Parts<Job> {
  const { inputs = [], run, backoff, schedule } = draft.keys;
  const { timeout, ...start } = startOf(draft);
  const migrations = toMigrations(draft);
  const limit = timeout ?? (draft.oneShot ? undefined : defaultTimeout);
  return {
    ...(limit === undefined ? {} : { timeout: limit }),
    outputs: toOutputs(draft, context),
    inputs: inputs.map((glob, index) => resolve(spanAt(draft.tree, 'inputs', index).source.folder, glob)),
    run: run ?? (draft.oneShot ? 'always' : 'changed'),
    ...start,
    backoff: { ...defaultBackoff, ...backoff },
    lifecycle: toLifecycle(draft, context),
    ...compact({ schedule, state: toState(draft, units, context), migrations }),
  };
}

function mountsOf(draft: UnitDraft, { volumes }: Surroundings, context: Context): readonly Mount[] {
  const { keys, tree } = draft;
  const mounts = [
    ...toMounts(keys.volumes ?? [], tree, 'volumes', context),
    ...toMounts(keys.tmpfs ?? [], tree, 'tmpfs', context),
  ];
  const problems = unknownVolumes(describe(draft), mounts, volumes);
  for (const problem of problems) context.report(problem);
  return mounts.filter((mount) => mount.type !== 'volume' || volumes.has(mount.volume));
}
