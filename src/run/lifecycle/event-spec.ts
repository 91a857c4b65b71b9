import { randomBytes } from 'node:crypto';
import type { AddressFacts } from '../../plan/addresses/settle-address.ts';
import type { ContainerSpec } from '../../plan/container-spec.ts';
import { variablesOf } from '../../plan/job-outputs.ts';
import { environmentIdVariable, pipelineVariable } from '../../plan/parity/built-ins.ts';
import { specOf } from '../../plan/spec-of.ts';
import { withoutNames } from '../one-off.ts';
import type { JobEvent } from './due-events.ts';

/** The container of an event: like that of the job's start, with what the job has passed on, under a name of its own. */
export function eventSpec(
  { job, event, how, record }: JobEvent,
  image: string,
  addresses: AddressFacts,
): ContainerSpec {
  const { project } = record.plan;
  const {
    command: _,
    entrypoint: __,
    ...spec
  } = specOf(record.plan, job, 1, {
    outputs: new Map(),
    environmentId: '',
    probePorts: [],
    addresses,
  });
  const inPipeline = spec.environment.has(environmentIdVariable);
  const own = Object.entries(record.outputs).flatMap(([name, { value }]) =>
    [...variablesOf(job.name, name), ...(inPipeline ? [pipelineVariable(job.name, name)] : [])].map(
      (variable): [string, string] => [variable, value],
    ),
  );
  return {
    ...spec,
    ...(how.command && { command: how.command }),
    ...(how.entrypoint && { entrypoint: how.entrypoint }),
    // One that a crash has left must not be in the way.
    name: `${project}-${job.name}-${event}-${randomBytes(4).toString('hex')}`,
    oneOff: true,
    image,
    environment: new Map([...own, ...spec.environment]),
    ports: [],
    portsForHost: [],
    network: withoutNames(spec),
  };
}
