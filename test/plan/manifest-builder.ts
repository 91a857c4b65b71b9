import type { Span } from '../../src/core/source.ts';
import type { Condition } from '../../src/core/unit-state.ts';
import type { Dependency, Job, Manifest, Service, Unit, Volume } from '../../src/manifest/model.ts';
import type { Network, Networking } from '../../src/manifest/network-model.ts';

type Extra<U extends Unit> = Partial<Omit<U, 'kind' | 'name' | 'dependsOn' | 'environment' | 'aliases' | 'outputs'>> & {
  /** `db`, or `db:started`; without a condition it is `ready` for services and `completed` for jobs; `db?` is optional, `db!` restarts */
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
  readonly networks?: readonly string[];
  readonly profiles?: readonly string[];
  readonly isPipeline?: boolean;
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
    barrier: 'strict',
    parity: input.isPipeline === true ? { kind: 'qovery', project: 'shop' } : { kind: 'none' },
    units: new Map(resolved.map((unit) => [unit.name, unit])),
    volumes: new Map((input.volumes ?? []).map((key) => [key, builder.volume(key)])),
    networks: new Map((input.networks ?? ['default']).map((key) => [key, builder.network(key)])),
    secrets: new Map(),
    configs: new Map(),
    test: { environment: new Map(), references: [], addresses: [], reset: 'none' },
    profiles: input.profiles ?? [],
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
    retries: 0,
    backoff: { initial: 1000, factor: 2, max: 30_000 },
    allowFailure: false,
    lifecycle: {},
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
  checks: [],
  origin: { kind: 'none' },
  within: 120_000,
};

const onDefault: Networking = {
  kind: 'networks',
  attachments: [{ network: 'default', aliases: [], linkLocal: [], driverOptions: {}, priority: 0 }],
};

class Builder {
  readonly #source = { path: 'devstack.yaml', text: '', folder: '/shop' };

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
      pullPolicy: extra.pullPolicy ?? { kind: 'missing' as const },
      profiles: extra.profiles ?? [],
      skip: extra.skip ?? false,
      replicas: extra.replicas ?? 1,
      networking: extra.networking ?? onDefault,
      links: extra.links ?? [],
      externalLinks: extra.externalLinks ?? [],
      volumesFrom: extra.volumesFrom ?? [],
      files: extra.files ?? [],
      hooks: extra.hooks ?? { preStart: [], postStart: [], preStop: [] },
      container: extra.container ?? {},
      environment: new Map(Object.entries(extra.environment ?? {})),
      references: extra.references ?? [],
      addresses: extra.addresses ?? [],
      unset: [],
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

  network(key: string): Network {
    const span = this.line(`${key}: {}`);
    const name = `shop_${key}`;
    return { key, name, external: false, driverOptions: {}, attachable: false, internal: false, labels: {}, span };
  }

  #dependency(need: string): Dependency {
    const [named = '', condition = 'ready'] = need.split(':');
    const unit = named.replace(/[?!]$/, '');
    const [required, restart] = [!named.endsWith('?'), named.endsWith('!')];
    return { unit, condition: condition as Condition, required, restart, span: this.line(`  - ${need}`) };
  }
}

function conditionOf(need: Dependency, kinds: ReadonlyMap<string, Unit['kind']>): Dependency {
  return need.condition === 'ready' && kinds.get(need.unit) === 'job' ? { ...need, condition: 'completed' } : need;
}
