import { instanceId } from '../core/unit-state.ts';
import type { Action } from '../plan/action.ts';
import type { MountSpec } from '../plan/container-spec.ts';
import type { ObservedContainer } from '../plan/observed.ts';
import type { Plan } from '../plan/plan.ts';
import { anonymousVolumes, withInherited } from './anonymous-volumes.ts';
import type { UpPolicy } from './up-policy.ts';

/** Containers as they are about to be, by service: of those that hold data which is not to stay as it is. */
export type ComingContainers = ReadonlyMap<string, ObservedContainer>;

/** What no container has yet. */
const yetToCome = 'yet to come';

/** What becomes of the containers whose data jobs work on, where they are made anew or started again. */
export function comingContainers(
  plan: Plan,
  actions: readonly Action[],
  { renewAnonymousVolumes }: Pick<UpPolicy, 'renewAnonymousVolumes'>,
): ComingContainers {
  const services = [...plan.units.values()].flatMap((unit) => (unit.kind === 'job' ? unit.stateServices : []));
  const coming = new Map<string, ObservedContainer>();
  for (const { name, mounts } of services) {
    const { action, container } = actions.find(({ instance }) => instance === instanceId(name)) ?? {};
    if (container === undefined || coming.has(name)) continue;
    // A start empties what is in memory, and is known by when it was.
    if (action === 'start') coming.set(name, { ...container, status: { kind: 'created' } });
    if (action !== 'recreate') continue;
    const inherited = renewAnonymousVolumes ? [] : anonymousVolumes(container);
    const kept = withInherited(mounts, inherited).map(mountSeen);
    coming.set(name, { ...container, handle: yetToCome, status: { kind: 'created' }, mounts: kept });
  }
  return coming;
}

function mountSeen(mount: MountSpec): ObservedContainer['mounts'][number] {
  const { target } = mount;
  switch (mount.type) {
    case 'volume':
      return { target, type: 'volume', source: mount.name };
    case 'bind':
      return { target, type: 'bind', source: mount.source };
    case 'anonymous':
      return { target, type: 'volume', source: yetToCome };
    case 'tmpfs':
      return { target, type: 'tmpfs', source: '' };
  }
}
