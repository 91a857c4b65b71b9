import type { Observed, ObservedContainer } from '../../plan/observed.ts';
import type { Plan } from '../../plan/plan.ts';

/** The data of a whole stack, and who has it. */
export interface StackData {
  /** volumes, by their name on the engine, with their identity */
  readonly volumes: ReadonlyMap<string, string>;
  /** containers that have one of them and run */
  readonly users: readonly ObservedContainer[];
  /** images that are there, those of the users first */
  readonly images: readonly string[];
}

/** Finds the volumes that services of the stack mount, with a name or without; those that others have made stay out of it. */
export function stackData({ containers, volumes }: Observed, plan: Plan): StackData {
  const external = new Set(plan.volumes.filter((volume) => volume.external).map(({ name }) => name));
  const owned = new Map(volumes.filter((one) => one.owned).map(({ name, identity }) => [name, identity]));
  const services = containers.filter(({ kind }) => kind === 'service');
  const found = services.flatMap(({ mounts }) =>
    mounts.flatMap(({ type, source }): readonly (readonly [string, string])[] => {
      if (type !== 'volume' || external.has(source)) return [];
      const identity = owned.get(source) ?? (isUnnamed(source) ? source : undefined);
      return identity === undefined ? [] : [[source, identity]];
    }),
  );
  const all = new Map(found);
  const users = services.filter(
    (container) => isUp(container) && container.mounts.some(({ source }) => all.has(source)),
  );
  const images = [...new Set([...users, ...services].map(({ image }) => image))];
  return { volumes: all, users, images };
}

/** The engine gives such a name, once, and no label. */
const isUnnamed = (volume: string): boolean => /^[0-9a-f]{64}$/.test(volume);

const isUp = ({ status: { kind } }: ObservedContainer): boolean =>
  kind === 'running' || kind === 'restarting' || kind === 'paused';
