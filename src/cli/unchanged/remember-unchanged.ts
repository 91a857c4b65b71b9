import type { Outcome } from '../../core/event.ts';
import { listen } from '../../core/witness.ts';
import type { Shell } from '../shell.ts';
import { type Call, markOf } from './receipt.ts';
import { silent, withCopy, witnessed } from './witnessed.ts';

/** Beyond this many units a rehearsal costs more than it is worth: the next call that changes nothing leaves the receipt. */
const mostRehearsed = 100;

/** How a run ended, and what it was about. */
export interface CarriedOut {
  readonly project: string;
  readonly outcome: Outcome;
  readonly units: number;
}

/** Carries a run out; a rehearsal does so only as far as nothing has to be changed. */
type CarryOut = (shell: Shell, isRehearsal: boolean) => Promise<CarriedOut>;

const changedNothing = ({ outcome }: CarriedOut): boolean => outcome.kind === 'ready' && !outcome.changed;
const projectOf = ({ project }: CarriedOut): string => project;

/**
 * Carries a run out, and leaves a receipt of what it would do if it were called once more. A run that has changed
 * something is rehearsed for that: what it had seen is no longer so.
 */
export async function rememberUnchanged(call: Call, shell: Shell, carryOut: CarryOut): Promise<Outcome> {
  const known = listen();
  const { outcome, units } = await witnessed(call, {
    testimony: known,
    before: new Map(),
    run: (written) => carryOut(withCopy(shell, written), false),
    changedNothing,
    projectOf,
  });
  if (outcome.kind !== 'ready' || !outcome.changed || units > mostRehearsed) return outcome;
  // What fails in it, the next call says.
  await witnessed(call, {
    before: new Map([...known.files].map(([path, regard]) => [path, markOf(path, regard)])),
    testimony: listen(),
    run: (written) => carryOut(silent(shell, written), true),
    changedNothing,
    projectOf,
  }).catch(() => undefined);
  return outcome;
}
