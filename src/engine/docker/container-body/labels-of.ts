import type { ContainerSpec } from '../../../plan/container-spec.ts';
import { composeLabel, label, labelVersion } from '../labels.ts';

/** All labels of a container: the manifest's own, and over them those by which it is found again. */
export function labelsOf(spec: ContainerSpec, config: Readonly<Record<string, string>>): Record<string, string> {
  return {
    ...spec.container.labels,
    [label.project]: spec.project,
    [label.unit]: spec.unit,
    [label.index]: String(spec.index),
    [label.kind]: spec.kind,
    [label.stage]: spec.stage,
    ...(spec.stageIndex !== undefined && { [label.stageIndex]: String(spec.stageIndex) }),
    ...(spec.oneOff && { [label.oneOff]: 'true' }),
    [label.needs]: JSON.stringify(spec.needs),
    [label.config]: JSON.stringify(config),
    [label.version]: labelVersion,
    [composeLabel.project]: spec.project,
    [composeLabel.service]: spec.unit,
    [composeLabel.number]: String(spec.index),
    [composeLabel.oneoff]: spec.oneOff ? 'True' : 'False',
  };
}
