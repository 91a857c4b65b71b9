import type { Testimony } from '../../core/witness.ts';
import type { Shell } from '../shell.ts';
import { hearRequests } from './hear-requests.ts';
import { leaveReceipt, type Seen } from './leave-receipt.ts';
import type { Call, Written } from './receipt.ts';

/** What is carried out while it is watched what it reads and writes. */
export interface WitnessedRun<Result> {
  /** what it is told by the world, from its beginning */
  readonly testimony: Testimony;
  readonly before?: Seen['before'];
  readonly given?: Seen['given'];
  /** adds what it writes */
  readonly run: (written: Written[]) => Promise<Result>;
  /** whether it has changed nothing, and went well: what fails is to be tried anew each time */
  readonly changedNothing: (result: Result) => boolean;
  /** whose stack it was about */
  readonly projectOf?: (result: Result) => string;
}

/** Carries it out, and where it has changed nothing leaves a receipt of what it has seen and said. */
export async function witnessed<Result>(call: Call, witnessedRun: WitnessedRun<Result>): Promise<Result> {
  const { testimony, before, given, run, changedNothing, projectOf } = witnessedRun;
  const since = Date.now();
  const requests = hearRequests();
  const written: Written[] = [];
  try {
    const result = await run(written);
    requests.end();
    if (changedNothing(result)) {
      const project = projectOf?.(result);
      await leaveReceipt(call, { project, since, testimony, heard: requests.heard(), written, before, given });
    }
    return result;
  } finally {
    requests.end();
  }
}

type Writable = Shell['stdout'];

/** Streams that go on to where they went, and keep a copy. */
export const withCopy = (shell: Shell, written: Written[]): Shell =>
  over(shell, (name, text) => {
    written.push([name, text]);
    return shell[name].write(text);
  });

/** Streams that are kept and go nowhere. */
export const silent = (shell: Shell, written: Written[]): Shell =>
  over(shell, (name, text) => written.push([name, text]) > 0);

type Write = (name: Written[0], text: string) => boolean;

function over(shell: Shell, write: Write): Shell {
  const stream = (name: Written[0]): Writable =>
    Object.assign(Object.create(shell[name]), { write: (text: string) => write(name, text) });
  return { ...shell, stdout: stream('stdout'), stderr: stream('stderr') };
}
