import { DevstackError, exitCodes } from '../../core/failure.ts';
import type { Manifest } from '../../manifest/model.ts';
import { foundOnHost } from '../../plan/host-units.ts';
import { withFollowers } from '../../plan/with-followers.ts';
import { usualPolicy } from '../../run/up-policy.ts';
import { type Asked, askedNow } from '../asked.ts';
import type { Handler, Options } from '../command.ts';
import { containersOf } from '../project-containers.ts';
import type { Shell } from '../shell.ts';
import { readStack } from '../stack.ts';
import { stopUnits } from '../stop-units.ts';
import { withEngine } from '../with-engine.ts';
import { bringUp } from './up.ts';

/** Starts the containers that are there, in order, and waits until they are ready. */
export const start: Handler = async ({ args, options }, shell) => {
  const { manifest } = await readStack(options, { units: args, alone: true }, shell);
  const there = await found(manifest, args, shell);
  return await startThese(manifest, there, options, askedNow('start', args), shell);
};

/** Stops units and starts them again, with those that say that they restart with them. */
export const restart: Handler = async ({ args, options }, shell) => {
  const { manifest } = await readStack(options, { units: args, alone: true }, shell);
  const wanted = args.length === 0 || options.deps === false ? args : withFollowers(manifest, args);
  const there = await found(manifest, wanted, shell);
  const project = { name: manifest.name, manifest };
  const asked = askedNow('restart', args);
  const code = await stopUnits(project, [...there.counts.keys()], options, asked, shell);
  return code === exitCodes.ok ? await startThese(manifest, there, options, asked, shell) : code;
};

/** What is there to be started. */
interface Found {
  /** how many containers of each service */
  readonly counts: ReadonlyMap<string, number>;
  /** units of the project that are on this machine, started or not: the others look for them there */
  readonly local: readonly string[];
}

async function found(manifest: Manifest, units: readonly string[], shell: Shell): Promise<Found> {
  const project = { name: manifest.name, manifest };
  const all = await withEngine(shell, (engine, signal) => containersOf(engine, project, [], signal));
  const wanted = units.length === 0 ? all : all.filter(({ unit }) => units.includes(unit));
  const services = wanted.filter(({ unit }) => manifest.units.get(unit)?.kind === 'service');
  return {
    counts: new Map([...Map.groupBy(services, ({ unit }) => unit)].map(([unit, { length }]) => [unit, length])),
    local: foundOnHost(manifest, all),
  };
}

async function startThese(
  { name }: Manifest,
  { counts, local }: Found,
  options: Options,
  asked: Asked,
  shell: Shell,
): Promise<number> {
  if (counts.size === 0) {
    const message = `"${name}" has no containers that could be started`;
    throw new DevstackError({ code: 'nothing-running', family: 'usage', message, hint: 'make them with: devstack up' });
  }
  const selection = { units: [...counts.keys()], alone: true, scale: counts, local };
  const { waitTimeout } = options;
  const policy = {
    ...usualPolicy,
    renewalOf: () => 'never' as const,
    ...(waitTimeout !== undefined && { waitTimeoutMs: waitTimeout }),
  };
  return await bringUp({ options: { ...options, detach: true }, selection, policy, asked }, shell);
}
