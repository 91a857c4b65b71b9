import type { Manifest, Output } from '../manifest/model.ts';
import { pipelineVariable } from './parity/built-ins.ts';

/** Jobs that declare an output, by each name of a variable under which it would arrive. */
export type DeclaredOutputs = ReadonlyMap<string, ReadonlyMap<string, Output>>;

/** The variables that an output of a job arrives as: one that says whose it is, and the bare one. */
export function variablesOf(job: string, output: string): readonly [string, string] {
  const name = output.toUpperCase();
  return [`DEVSTACK_OUTPUT_${job.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_${name}`, name];
}

/** All outputs that the jobs of a manifest promise. */
export function declaredOutputs(manifest: Manifest): DeclaredOutputs {
  const declared = new Map<string, Map<string, Output>>();
  for (const unit of manifest.units.values()) {
    if (unit.kind !== 'job') continue;
    for (const output of unit.outputs) {
      const pipelines = manifest.parity.kind === 'qovery' ? [pipelineVariable(unit.name, output.name)] : [];
      for (const variable of [...variablesOf(unit.name, output.name), ...pipelines]) {
        const jobs = declared.get(variable) ?? new Map<string, Output>();
        declared.set(variable, jobs.set(unit.name, output));
      }
    }
  }
  return declared;
}
