import type { Span } from '../../src/core/source.ts';
import type { Condition } from '../../src/core/unit-state.ts';
import type { Dependency, Job, Manifest, Service, Unit, Volume } from '../../src/manifest/model.ts';

type Extra<U extends Unit> = Partial<Omit<U, 'kind' | 'name' | 'dependsOn' | 'environment' | 'aliases' | 'outputs'>> & {
  /** `db`, or `db:started`; without a condition it is `ready` for services and `completed` for jobs */
  readonly needs?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly aliases?: Readonly<Record<string, string>>;
  readonly outputs?: readonly string[];
};

type Entry = (builder: Builder) => Unit;

/** What a file with these stages, units and volumes says; its text has a line for each of them, for the spans. */
export function manifestOf(input: {
  readonly stages?: readonly string[];
  readonly units: readonly Entry[];
  readonly volumes?: readonly string[];
}): Manifest {
  const builder = new Builder();
  const stages = (input.stages ?? []).map((name) => ({ name, span: builder.line(`- ${name}`) }));
  const units = input.units.map((entry) => entry(builder));
  const kinds = new Map(units.map((unit) => [unit.name, unit.kind]));
  const resolved = units.map((unit) => ({
    ...unit,
    dependsOn: unit.dependsOn.map((need) => conditionOf(need, kinds)),
  }));
  return {
    name: 'shop',
    dialect: 'devstack',
    folder: '/shop',
    file: 'devstack.yaml',
    stages,
    units: new Map(resolved.map((unit) => [unit.name, unit])),
    volumes: new Map((input.volumes ?? []).map((key) => [key, builder.volume(key)])),
  };
}

export const service =
  (name: string, extra: Extra<Service> = {}): Entry =>
  (builder) => ({
    kind: 'service',
    restart: { policy: 'no' },
    ...extra,
    readiness: extra.readiness ?? running,
    ...builder.unit(name, extra),
  });

export const job =
  (name: string, extra: Extra<Job> = {}): Entry =>
  (builder) => ({
    kind: 'job',
    inputs: [],
    run: 'changed',
    ...extra,
    ...builder.unit(name, extra),
    outputs: (extra.outputs ?? []).map((output) => ({
      name: output,
      sensitive: false,
      required: true,
      span: builder.line(`    ${output}`),
    })),
  });

const running: Service['readiness'] = {
  probe: { kind: 'running' },
  origin: 'none',
  initialDelay: 0,
  timeout: 2000,
  successThreshold: 1,
  within: 120_000,
};

class Builder {
  readonly #source = { path: 'devstack.yaml', text: '' };

  line(text: string): Span {
    const start = this.#source.text.length + text.search(/\S/);
    this.#source.text += `${text}\n`;
    return { source: this.#source, start, end: start + text.trim().length };
  }

  unit(name: string, extra: Extra<Service> & Extra<Job>) {
    const span = this.line(`${name}:`);
    return {
      name,
      image: extra.image ?? `${name}:1`,
      environment: new Map(Object.entries(extra.environment ?? {})),
      aliases: new Map(Object.entries(extra.aliases ?? {})),
      ports: extra.ports ?? [],
      mounts: extra.mounts ?? [],
      init: extra.init ?? false,
      stopGracePeriod: extra.stopGracePeriod ?? 10_000,
      dependsOn: (extra.needs ?? []).map((need) => this.#dependency(need)),
      span,
    };
  }

  volume(key: string): Volume {
    const span = this.line(`${key}: {}`);
    return { key, name: `shop_${key}`, external: false, driverOptions: {}, labels: {}, span };
  }

  #dependency(need: string): Dependency {
    const [unit = '', condition = 'ready'] = need.split(':');
    return { unit, condition: condition as Condition, span: this.line(`  - ${need}`) };
  }
}

function conditionOf(need: Dependency, kinds: ReadonlyMap<string, Unit['kind']>): Dependency {
  return need.condition === 'ready' && kinds.get(need.unit) === 'job' ? { ...need, condition: 'completed' } : need;
}
