import type { Outcome } from '../../core/event.ts';
import { listen, type Testimony } from '../../core/witness.ts';
import type { Shell } from '../shell.ts';
import { hearRequests } from './hear-requests.ts';
import { leaveReceipt, type Seen } from './leave-receipt.ts';
import { type Call, markOf, type Written } from './receipt.ts';

/** Beyond this many units a rehearsal costs more than it is worth: the next call that changes nothing leaves the receipt. */
const mostRehearsed = 100;

/** How a run ended, and how many units it was about. */
export interface CarriedOut {
  readonly outcome: Outcome;
  readonly units: number;
}

/** Carries a run out; a rehearsal does so only as far as nothing has to be changed. */
type CarryOut = (shell: Shell, isRehearsal: boolean) => Promise<CarriedOut>;

/**
 * Carries a run out, and leaves a receipt of what it would do if it were called once more. A run that has changed
 * something is rehearsed for that: what it had seen is no longer so.
 */
export async function rememberUnchanged(call: Call, shell: Shell, carryOut: CarryOut): Promise<Outcome> {
  const known = listen();
  const { outcome, units } = await witnessed(call, known, new Map(), (written) =>
    carryOut(withCopy(shell, written), false),
  );
  if (outcome.kind !== 'ready' || !outcome.changed || units > mostRehearsed) return outcome;
  // What fails in it, the next call says.
  const before = new Map([...known.files].map(([path, regard]) => [path, markOf(path, regard)]));
  await witnessed(call, listen(), before, (written) => carryOut(silent(shell, written), true)).catch(() => undefined);
  return outcome;
}

async function witnessed(
  call: Call,
  testimony: Testimony,
  before: Seen['before'],
  run: (written: Written[]) => Promise<CarriedOut>,
): Promise<CarriedOut> {
  const since = Date.now();
  const finish = hearRequests();
  const written: Written[] = [];
  try {
    const carriedOut = await run(written);
    const { outcome } = carriedOut;
    const isUnchanged = outcome.kind === 'ready' && !outcome.changed;
    if (isUnchanged) await leaveReceipt(call, { since, testimony, heard: finish(), written, before });
    return carriedOut;
  } finally {
    finish();
  }
}

type Writable = Shell['stdout'];

/** Streams that go on to where they went, and keep a copy. */
const withCopy = (shell: Shell, written: Written[]): Shell =>
  over(shell, (name, text) => {
    written.push([name, text]);
    return shell[name].write(text);
  });

/** Streams that are kept and go nowhere. */
const silent = (shell: Shell, written: Written[]): Shell => over(shell, (name, text) => written.push([name, text]) > 0);

type Write = (name: Written[0], text: string) => boolean;

function over(shell: Shell, write: Write): Shell {
  const stream = (name: Written[0]): Writable =>
    Object.assign(Object.create(shell[name]), { write: (text: string) => write(name, text) });
  return { ...shell, stdout: stream('stdout'), stderr: stream('stderr') };
}
