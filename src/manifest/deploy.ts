import type { ContainerKeys } from './container-keys.ts';
import type { Restart } from './model.ts';
import { compact } from './schema/values.ts';
import type { UnitDraft } from './unit-draft.ts';

/** Number of containers: `scale`, else `deploy.replicas`, else one. What a provider runs has none here. */
export function replicasOf({ keys: { scale, deploy, image, build }, tree }: UnitDraft): number {
  if (tree.entries.has('provider') && image === undefined && build === undefined) return 0;
  return scale ?? deploy?.replicas ?? 1;
}

/** The restart policy: what `deploy.restart_policy` means on one engine, else `restart`. */
export function restartOf({ keys: { restart, deploy } }: UnitDraft): Restart {
  const policy = deploy?.restart_policy;
  if (policy === undefined) return restart ?? { policy: 'no' };
  const { condition = 'any', max_attempts: maxRetries } = policy;
  switch (condition) {
    case 'none':
    case 'no':
      return { policy: 'no' };
    case 'unless-stopped':
      return { policy: 'unless-stopped' };
    case 'on-failure':
      return { policy: 'on-failure', ...compact({ maxRetries }) };
    case 'any':
    case 'always':
      // The engine counts only the starts after a failure.
      return maxRetries === undefined ? { policy: 'always' } : { policy: 'on-failure', maxRetries };
  }
}

/** Limits of `deploy.resources`, where the older keys beside it do not say it. */
export function resourcesOf({ keys: { deploy } }: UnitDraft): ContainerKeys {
  if (deploy?.resources === undefined) return {};
  const { limits = {}, reservations = {} } = deploy.resources;
  return compact({
    cpus: limits.cpus,
    mem_limit: limits.memory,
    pids_limit: limits.pids,
    mem_reservation: reservations.memory,
    gpus: reservations.devices,
  });
}
