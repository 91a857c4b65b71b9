import { stringify } from 'yaml';
import type { Stack, StackUnit } from '../stack.ts';

/** The same stack as a Compose file: health gates at the interval of the manifest, jobs as one-shot services. */
export function composeFile({ units, volumes, interval }: Stack): string {
  const byName = new Map(units.map((unit) => [unit.name, unit]));
  const services = units.map((unit) => [unit.name, serviceOf(unit, byName, interval)]);
  return stringify({
    services: Object.fromEntries(services),
    volumes: Object.fromEntries(volumes.map((name) => [name, {}])),
  });
}

function serviceOf(unit: StackUnit, byName: ReadonlyMap<string, StackUnit>, interval: number) {
  const needs = unit.after.map((name) => [name, { condition: conditionOf(byName.get(name)) }]);
  const test = testOf(unit);
  return {
    image: unit.image,
    ...(unit.command && { command: unit.command.map(literal) }),
    environment: Object.fromEntries(Object.entries(unit.environment).map(([name, value]) => [name, literal(value)])),
    ...(unit.workingDir && { working_dir: unit.workingDir }),
    init: unit.init,
    volumes: unit.binds,
    ports: unit.ports.map(({ container, host }) => `127.0.0.1:${host}:${container}`),
    depends_on: Object.fromEntries(needs),
    ...(test && { healthcheck: { test: test.map(literal), interval: `${interval}ms` } }),
  };
}

const literal = (text: string): string => text.replaceAll('$', '$$$$');

function conditionOf(unit: StackUnit | undefined): string {
  if (unit?.kind === 'job') return 'service_completed_successfully';
  return unit?.probe.kind === 'none' ? 'service_started' : 'service_healthy';
}

function testOf({ probe }: StackUnit): readonly string[] | undefined {
  switch (probe.kind) {
    case 'exec':
      return ['CMD', ...probe.argv];
    case 'http': {
      const url = `http://127.0.0.1:${probe.port}${probe.path}`;
      return ['CMD', 'node', '-e', `fetch('${url}').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`];
    }
    case 'none':
      return undefined;
  }
}
