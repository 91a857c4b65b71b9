import type { Ground } from './context.ts';
import { layGround } from './ground.ts';
import { type Look, lookAt } from './look.ts';
import { goesBack } from './migrations/goes-back.ts';
import { prepareMemory } from './prepare-memory.ts';
import type { Seen } from './seen.ts';
import type { Session } from './session.ts';
import type { UpOptions } from './up.ts';

/** What the engine does while all that changes a stack is loaded, which keeps this process busy for a while. */
export interface Ahead {
  /** anew, since what was seen before the lock may have been another run's unfinished work */
  readonly look: Promise<Look>;
  /** undefined: what it is to be is known by the look */
  readonly ground: Promise<Ground> | undefined;
  /** the project's memory is there, so that it can be written to at once */
  readonly memory: Promise<void>;
}

/** Begins with what does not depend on what is seen under the lock. `first`: what was seen before it. */
export function beginAhead(session: Session, options: UpOptions, first: Seen): Ahead {
  const ground = groundAhead(session, options, first);
  const look = lookAt(options.engine, options.plan, session.interrupted);
  const memory = look.then((seen) => prepareMemory(options, seen, session.interrupted));
  // Whoever needs them is told.
  for (const part of [ground, look, memory]) part?.catch(() => undefined);
  return { look, ground, memory };
}

/** Where nothing stands yet, making the networks need not wait for the second look, which only others' work can change. */
function groundAhead({ emit, interrupted }: Session, options: UpOptions, { look }: Seen): Promise<Ground> | undefined {
  const { containers, networks } = look.observed;
  if (containers.length > 0 || networks.length > 0 || goesBack(options.plan)) return undefined;
  return layGround(options.engine, look.info, options.plan, emit, interrupted, 'none');
}
