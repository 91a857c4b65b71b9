import type { Outcome } from '../../core/event.ts';
import { listen } from '../../core/witness.ts';
import type { Shell } from '../shell.ts';
import { marksNow, settledMarks } from './marks.ts';
import type { Call } from './receipt.ts';
import { silent, withCopy, witnessed } from './witnessed.ts';

/** Beyond this many units a rehearsal costs more than it is worth: the next call that changes nothing leaves the receipt. */
const mostRehearsed = 200;

/** How a run ended, and what it was about. */
export interface CarriedOut {
  readonly project: string;
  readonly outcome: Outcome;
  readonly units: number;
}

/** A run in its parts. */
export interface Parts<Read> {
  /** reads what it is about */
  readonly read: () => Promise<Read>;
  /** carries it out; a rehearsal only as far as nothing has to be changed */
  readonly carryOut: (read: Read, shell: Shell, isRehearsal: boolean) => Promise<CarriedOut>;
  /** lets go of what was read */
  readonly close: (read: Read) => void;
}

const changedNothing = ({ outcome }: CarriedOut): boolean => outcome.kind === 'ready' && !outcome.changed;

/**
 * Carries a run out, and leaves a receipt of what it would do if it were called once more. A run that has changed
 * something is rehearsed for that, with what it had read: what it had seen of the engine is no longer so.
 */
export async function rememberUnchanged<Read>(call: Call, shell: Shell, parts: Parts<Read>): Promise<Outcome> {
  const since = Date.now();
  const known = listen();
  const { carriedOut, read, given } = await witnessed(call, {
    testimony: known,
    run: async (written) => {
      const read = await parts.read();
      const given = settledMarks(known, since);
      return { read, given, carriedOut: await closedIfFailed(parts, read, withCopy(shell, written)) };
    },
    changedNothing: ({ carriedOut }) => changedNothing(carriedOut),
    projectOf: ({ carriedOut }) => carriedOut.project,
  });
  const { outcome, units } = carriedOut;
  if (outcome.kind === 'ready' && outcome.changed && units <= mostRehearsed && given !== undefined) {
    // What fails in it, the next call says.
    await witnessed(call, {
      before: marksNow(known),
      testimony: listen(),
      given,
      run: (written) => parts.carryOut(read, silent(shell, written), true),
      changedNothing,
      projectOf: ({ project }) => project,
    }).catch(() => undefined);
  }
  parts.close(read);
  return outcome;
}

async function closedIfFailed<Read>(parts: Parts<Read>, read: Read, shell: Shell): Promise<CarriedOut> {
  try {
    return await parts.carryOut(read, shell, false);
  } catch (error) {
    parts.close(read);
    throw error;
  }
}
