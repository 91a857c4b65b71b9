import { randomBytes } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import type { EventBody } from '../core/event.ts';
import { DevstackError } from '../core/failure.ts';
import { instanceId } from '../core/unit-state.ts';
import type { Engine, Streams } from '../engine/engine.ts';
import type { Port } from '../manifest/model.ts';
import type { ContainerSpec, MountSpec } from '../plan/container-spec.ts';
import type { Plan, PlannedUnit } from '../plan/plan.ts';
import { specOf } from '../plan/spec-of.ts';
import { addressFactsNow } from './address-facts.ts';
import { environmentIdOf } from './environment-id.ts';
import { layGround } from './ground.ts';
import { provideImage } from './images/provide-image.ts';
import { checkGiven } from './jobs/check-given.ts';
import { recordOf, replayedOutputs } from './jobs/job-memory.ts';
import { type JobOutputs, outputValues } from './jobs/outputs.ts';
import { keyIn } from './memory-key.ts';
import { ClaimedPorts } from './ports/claimed-ports.ts';
import { wantedBy } from './ports/port-claims.ts';
import type { ImagePolicy } from './up-policy.ts';

/** What is different in a container that is made beside a unit's own. */
export interface OneOff {
  /** absent: a name that tells what it is */
  readonly name?: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment: ReadonlyMap<string, string>;
  readonly labels: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly workingDir?: string;
  /** those of the unit, if they are to be published as well */
  readonly unitPorts: boolean;
  readonly ports: readonly Omit<Port, 'span'>[];
  readonly mounts: readonly MountSpec[];
  readonly terminal: boolean;
  readonly input: boolean;
}

/** What a one-off run needs. */
export interface OneOffOptions {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly emit: (event: EventBody) => void;
  readonly plan: Plan;
  readonly planned: PlannedUnit;
  readonly images: ImagePolicy;
  readonly oneOff: OneOff;
}

/** A container that was made and does not run yet. */
export interface MadeOneOff {
  readonly handle: string;
  readonly name: string;
}

/** Makes a container like that of a unit, with what it stands on: image, networks, volumes. */
export async function createOneOff(options: OneOffOptions, signal: AbortSignal): Promise<MadeOneOff> {
  const { engine, clock, emit, plan, planned, images, oneOff } = options;
  const work = { engine, clock, emit, project: plan.project, policy: images, signal };
  if (planned.unit.place !== 'host') {
    const present = await engine.image(planned.unit.image, signal);
    await provideImage(work, planned.unit, instanceId(planned.name), present);
  }
  const info = await engine.info(signal);
  const ground = await layGround(engine, info, onlyFor(plan, planned), emit, signal);
  const documents = await documentsFor(engine, plan, planned, signal);
  const outputs = outputValues(outputsOf(planned, documents));
  const environmentId = environmentIdOf(keyIn(documents));
  const addresses = await addressFactsNow(engine, plan.project, planned, signal);
  checkGiven(planned, outputs, addresses);
  const spec = specWith(specOf(plan, planned, 1, { outputs, environmentId, probePorts: [], addresses }), oneOff);
  const wanted = wantedBy(planned.name, spec.ports);
  const [conflict] = await new ClaimedPorts(engine, plan.project, wanted, signal).conflicts(info, ground);
  if (conflict !== undefined) throw new DevstackError(conflict.failure);
  return { handle: await engine.create(spec, {}, signal), name: spec.name };
}

/** Starts it with streams of the caller; resolves to its exit code when its output has ended. */
export async function runOneOff(
  engine: Engine,
  { handle }: MadeOneOff,
  streams: Streams,
  signal: AbortSignal,
): Promise<number> {
  const { closed } = await engine.attach(handle, streams, signal);
  const { armed, exit } = engine.wait(handle, signal);
  exit.catch(() => undefined);
  await armed;
  await engine.start(handle, signal);
  const [{ exitCode }] = await Promise.all([exit, closed]);
  return exitCode;
}

function onlyFor(plan: Plan, { unit }: PlannedUnit): Plan {
  const volumes = new Set(unit.mounts.flatMap((mount) => (mount.type === 'volume' ? [mount.volume] : [])));
  const networks = new Set(
    unit.networking.kind === 'networks' ? unit.networking.attachments.map(({ network }) => network) : [],
  );
  return {
    ...plan,
    volumes: plan.volumes.filter(({ key }) => volumes.has(key)),
    networks: plan.networks.filter(({ key }) => networks.has(key)),
  };
}

/** What is remembered, where the unit gets anything of it. */
async function documentsFor(
  engine: Engine,
  { project, builtIns }: Plan,
  { outputsFrom }: PlannedUnit,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, unknown>> {
  return outputsFrom.length === 0 && builtIns === undefined ? new Map() : await engine.memory(project).read(signal);
}

/** What jobs have passed on to the unit in earlier runs. */
export function outputsOf(
  { outputsFrom }: PlannedUnit,
  documents: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, JobOutputs> {
  return new Map(
    outputsFrom.flatMap((job) => {
      const { done } = recordOf(documents, job);
      return done === undefined ? [] : [[job, replayedOutputs(done)] as const];
    }),
  );
}

/** It answers under no name of the unit, and nothing that is unique to the unit's own container is taken from it. */
function specWith({ healthcheck: _, ...spec }: ContainerSpec, oneOff: OneOff): ContainerSpec {
  const { command, entrypoint, environment, labels, user, workingDir, unitPorts, terminal, input } = oneOff;
  return {
    ...spec,
    ...(entrypoint && { entrypoint, command: [] }),
    ...(command && { command }),
    ...(user !== undefined && { user }),
    ...(workingDir !== undefined && { workingDir }),
    name: oneOff.name ?? `${spec.project}-${spec.unit}-run-${randomBytes(4).toString('hex')}`,
    oneOff: true,
    environment: new Map([...spec.environment, ...environment]),
    ports: [...(unitPorts ? spec.ports : []), ...oneOff.ports],
    portsForHost: [],
    mounts: [...spec.mounts, ...oneOff.mounts],
    network: withoutNames(spec),
    restart: { policy: 'no' },
    container: {
      ...spec.container,
      labels: { ...spec.container.labels, ...labels },
      tty: terminal,
      stdin_open: input,
    },
  };
}

/** The networks of a container, where it answers under no name of its unit and has no address of its own. */
export function withoutNames({ network, unit }: ContainerSpec): ContainerSpec['network'] {
  if (network.kind !== 'networks') return network;
  const attachments = network.attachments.map(({ ipv4: _, ipv6: __, macAddress: ___, ...attachment }) => ({
    ...attachment,
    aliases: attachment.aliases.filter((alias) => alias !== unit),
  }));
  return { ...network, attachments };
}
