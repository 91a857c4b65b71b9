import type { ReadStream, WriteStream } from 'node:tty';
import type { Host } from '../core/host.ts';
import type { Call } from './unchanged/receipt.ts';

/** Signals that a person or a machine sends to end a run. */
export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** What the program is run in. Made by main, and by tests. */
export interface Shell {
  readonly host: Host;
  readonly version: string;
  /** how the program was called, so that it can be known when it is called so again; absent: that is not remembered */
  readonly call?: Call;
  /** of Node.js, such as 24.1.0 */
  readonly nodeVersion: string;
  /** Absolute folder that paths on the command line count from. */
  readonly folder: string;
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  readonly stderr: WriteStream;
  /** what the command line says of colours; absent: as the environment and the terminal have it */
  readonly colors?: 'never' | 'always' | undefined;
  /** Takes over these signals until the function that it returns is called; untaken, they end the program. */
  onSignal(listener: (signal: StopSignal) => void): () => void;
  /** Registers what gives the terminal back; it is run before a bug is reported. */
  onCrash(restore: () => Promise<void>): void;
  /** Stops the program, as Ctrl-Z does; resolves when somebody lets it go on. */
  suspend(): Promise<void>;
  /** Ends the program now, whatever it is doing. */
  leave(exitCode: number): void;
}
