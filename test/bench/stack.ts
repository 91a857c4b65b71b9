import { loadManifest } from '../../src/manifest/load.ts';
import type { HealthTest } from '../../src/manifest/readiness-model.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { PlannedUnit } from '../../src/plan/plan.ts';

/** One container of a stack, in terms that every contestant understands. */
export interface StackUnit {
  readonly name: string;
  readonly kind: 'service' | 'job';
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDir?: string;
  readonly init: boolean;
  /** `source:target[:ro]`; a source without a slash is a volume of the stack */
  readonly binds: readonly string[];
  readonly ports: readonly { readonly container: number; readonly host: number }[];
  /** units that have to be ready or to have completed before it starts, stages included */
  readonly after: readonly string[];
  readonly probe: StackProbe;
}

type StackProbe =
  | { readonly kind: 'exec'; readonly argv: readonly string[] }
  | { readonly kind: 'http'; readonly port: number; readonly path: string }
  | { readonly kind: 'none' };

/** A stack to measure. */
export interface Stack {
  readonly volumes: readonly string[];
  readonly units: readonly StackUnit[];
  /** interval of the healthchecks, as the manifest says, ms */
  readonly interval: number;
}

/** Reads a manifest into the form that all contestants get, before any clock runs. */
export async function readStack(folder: string): Promise<Stack> {
  const options = { files: [folder], cwd: process.cwd(), environment: process.env };
  const { manifest } = await loadManifest(options, AbortSignal.timeout(10_000));
  const plan = manifest && makePlan(manifest, {}).plan;
  if (!manifest || !plan) throw new Error(`${folder} has errors: see "devstack validate -f ${folder}"`);
  const stages = plan.stages.map((stage) => stage.units);
  const units = [...plan.units.values()];
  const intervals = units.map(({ unit }) => (unit.kind === 'service' ? (unit.healthcheck?.interval ?? 0) : 0));
  return {
    volumes: [...manifest.volumes.keys()],
    units: units.map((planned) => toUnit(planned, stages[planned.stage - 1] ?? [])),
    interval: Math.max(...intervals),
  };
}

function toUnit({ name, kind, unit, needs }: PlannedUnit, stageBefore: readonly string[]): StackUnit {
  return {
    name,
    kind,
    image: unit.image,
    ...(unit.command && { command: unit.command }),
    environment: {
      ...Object.fromEntries(unit.environment),
      ...(kind === 'job' && { DEVSTACK_OUTPUT: '/tmp/outputs.json' }),
    },
    ...(unit.workingDir && { workingDir: unit.workingDir }),
    init: unit.init ?? false,
    binds: unit.mounts.flatMap((mount) => {
      if (mount.type === 'bind') return [`${mount.source}:${mount.target}${mount.readOnly ? ':ro' : ''}`];
      return mount.type === 'volume' ? [`${mount.volume}:${mount.target}`] : [];
    }),
    ports: unit.ports.flatMap(({ container, host }) => (typeof host === 'number' ? [{ container, host }] : [])),
    after: [...new Set([...needs.map((need) => need.unit), ...stageBefore])],
    probe: probeOf(unit),
  };
}

function probeOf(unit: PlannedUnit['unit']): StackProbe {
  if (unit.kind === 'job') return { kind: 'none' };
  const [{ probe } = { probe: undefined }] = unit.readiness.checks;
  if (probe === undefined) return { kind: 'none' };
  if (probe.kind === 'exec') return { kind: 'exec', argv: argvOf(probe.test) };
  if (probe.kind === 'http') return { kind: 'http', port: probe.port, path: probe.path };
  return { kind: 'none' };
}

const argvOf = (test: HealthTest): readonly string[] =>
  test.kind === 'shell' ? ['/bin/sh', '-c', test.script] : test.argv;
