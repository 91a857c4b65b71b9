import { type Assessment, stepsOf } from './assess.ts';
import { reportUnchanged } from './report-unchanged.ts';
import type { Seen } from './seen.ts';
import type { Session } from './session.ts';
import type { UpOptions } from './up.ts';

/** Tells that all is as wanted, and ready. */
export function tellUnchanged(session: Session, options: UpOptions, { look, assessment }: Seen): void {
  session.emit({ type: 'run.planned', steps: stepsOf(assessment) });
  tellOrphans(session, options, assessment);
  reportUnchanged(session, options.plan, look, assessment);
  session.emit({ type: 'run.ready', durationMs: session.elapsed(), changed: false });
}

/** Containers that the manifest knows nothing of any more are told, and left alone unless their removal was asked for. */
export function tellOrphans(session: Session, { policy }: UpOptions, { orphans }: Assessment): void {
  if (orphans.length === 0 || policy.removeOrphans) return;
  const names = orphans.map(({ name }) => name).join(', ');
  const message = `${orphans.length === 1 ? 'a container is' : 'containers are'} left from an earlier manifest: ${names}`;
  session.emit({ type: 'warning', message, hint: '"devstack up --remove-orphans" removes them' });
}
