import type { InstanceId } from '../../core/unit-state.ts';
import type { Port, Unit } from '../../manifest/model.ts';
import { describePort } from '../../plan/describe-plan.ts';
import type { ObservedContainer } from '../../plan/observed.ts';
import type { Session } from '../session.ts';

/** Whether the engine is to pick the port of the host: any, or one of a range. */
export const isOpen = ({ host }: Pick<Port, 'host'>): boolean => typeof host !== 'number';

/** Tells which ports of the host the engine has picked for a container that runs, where its unit leaves that open. */
export function tellPublished(
  { emit }: Pick<Session, 'emit'>,
  instance: InstanceId,
  { ports }: Pick<Unit, 'ports'>,
  container: Pick<ObservedContainer, 'ports'>,
): void {
  const told = ports
    .filter(isOpen)
    .flatMap((port) =>
      container.ports
        .filter((found) => isFor(port, found) && !ports.some(({ host }) => host === found.host))
        .map(({ host }) => describePort({ ...port, host })),
    );
  // An engine publishes a port on IPv4 and IPv6, one number or two.
  if (told.length > 0) emit({ type: 'unit.published', instance, ports: [...new Set(told)] });
}

function isFor({ container, protocol, host }: Omit<Port, 'span'>, found: ObservedContainer['ports'][number]): boolean {
  if (found.container !== container || found.protocol !== protocol) return false;
  return typeof host !== 'object' || (found.host >= host[0] && found.host <= host[1]);
}
