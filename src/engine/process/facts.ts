import type { ProjectFacts, PublishedPort } from '../engine.ts';
import { Family, markOf } from './family.ts';
import type { Running } from './unit-file.ts';
import { type FoundUnit, observed, type Units } from './units.ts';

/** Processes of a unit that runs, as a table. */
export function processesOf({ state, file }: FoundUnit): {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  const members = 'process' in state ? new Family(state.process, markOf(file)).members() : [];
  return {
    titles: ['PID', 'PPID', 'CMD'],
    rows: members.map(({ pid, parent, name }) => [String(pid), String(parent), name]),
  };
}

/** Ports of this machine that units hold. */
export async function portsOf(units: Units): Promise<readonly PublishedPort[]> {
  const all = (await Promise.all((await units.projects()).map((project) => units.of(project)))).flat();
  return all.flatMap((unit) =>
    portsHeldBy(unit).map(({ host, address, protocol }) => ({
      port: host,
      address,
      protocol,
      handle: unit.handle,
      container: unit.file.name,
      project: unit.file.about.project,
    })),
  );
}

/** Those of a unit whose supervisor has died are held for as long as any of its processes is there. */
function portsHeldBy(unit: FoundUnit): Running['ports'] {
  const { state, file, isLost } = unit;
  if (!isLost) return observed(unit).ports;
  return 'ports' in state && new Family(state.process, markOf(file)).members().length > 0 ? state.ports : [];
}

/** Projects that have a unit on this machine. */
export async function projectsOf(units: Units): Promise<readonly ProjectFacts[]> {
  const all = await Promise.all((await units.projects()).map(async (name) => ({ name, found: await units.of(name) })));
  return all
    .filter(({ found }) => found.length > 0)
    .map(({ name, found }) => {
      const states: Record<string, number> = {};
      for (const { status } of found.map(observed)) states[status.kind] = (states[status.kind] ?? 0) + 1;
      return { name, states };
    });
}
