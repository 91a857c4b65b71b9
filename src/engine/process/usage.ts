import type { Usage } from '../engine.ts';
import { Family, markOf } from './family.ts';
import { usageOfProcess } from './process-table.ts';
import type { FoundUnit } from './units.ts';

/** What all processes of a unit use together; undefined where none runs, or there is no /proc. */
export function usageOf({ state, file }: FoundUnit): Usage | undefined {
  if (!('process' in state)) return undefined;
  const used = new Family(state.process, markOf(file)).members().flatMap(({ pid }) => usageOfProcess(pid) ?? []);
  if (used.length === 0) return undefined;
  return {
    at: Date.now(),
    cpuMs: used.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    memory: used.reduce((sum, { memory }) => sum + memory, 0),
  };
}
