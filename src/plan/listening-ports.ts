import { choosePreset } from '../manifest/choose-preset.ts';
import type { Unit } from '../manifest/model.ts';

const usualPorts: Readonly<Record<string, number>> = { postgres: 5432, mysql: 3306, mariadb: 3306, redis: 6379 };

/** TCP ports that a unit is known to listen on: what its readiness asks, `expose`, and the usual one of its server. */
export function listeningPorts(unit: Unit): readonly number[] {
  const probed =
    unit.kind === 'job' ? [] : unit.readiness.checks.map(({ probe }) => ('port' in probe ? probe.port : 0));
  const exposed = (unit.container.expose ?? []).map((text) => Number(text.split('/')[0]));
  const preset = choosePreset(unit);
  return [...new Set([...probed, ...exposed, usualPorts[preset ?? ''] ?? 0])].filter((port) => port > 0);
}
