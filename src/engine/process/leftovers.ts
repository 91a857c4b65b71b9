import type { Host, ProcessIdentity } from '../../core/host.ts';
import { supervisorIn } from './be-supervisor.ts';
import { claimOn } from './claim.ts';
import { holderIn } from './folder-lock.ts';
import { Units } from './units.ts';

/** Something of a project on this machine whose process has ended without taking it along. */
export type Leftover =
  | { readonly kind: 'lock'; readonly project: string; readonly process: ProcessIdentity; readonly command: string }
  | { readonly kind: 'supervisor'; readonly project: string; readonly process: ProcessIdentity }
  /** what ran nobody watches any more; how it ended is not known */
  | { readonly kind: 'unit'; readonly project: string; readonly unit: string };

/** What projects have left on this machine; nothing is changed. */
export async function leftovers(host: Host): Promise<readonly Leftover[]> {
  const units = new Units(host);
  const all = await Promise.all((await units.projects()).map((project) => ofProject(units, project, host)));
  return all.flat();
}

async function ofProject(units: Units, project: string, host: Host): Promise<readonly Leftover[]> {
  const folder = units.project(project);
  const [lock, supervisor, found] = await Promise.all([
    claimOn(folder.lock),
    claimOn(folder.supervisor),
    units.of(project),
  ]);
  const holder = lock && holderIn(lock);
  const watcher = supervisor && supervisorIn(supervisor);
  return [
    ...(holder !== undefined && holder.host === host.name && !host.isAlive(holder.process)
      ? [{ kind: 'lock', project, process: holder.process, command: holder.command } as const]
      : []),
    ...(watcher !== undefined && !host.isAlive(watcher.process)
      ? [{ kind: 'supervisor', project, process: watcher.process } as const]
      : []),
    ...found
      .filter(({ isLost }) => isLost)
      .map(({ file: { name } }) => ({ kind: 'unit', project, unit: name }) as const),
  ];
}
