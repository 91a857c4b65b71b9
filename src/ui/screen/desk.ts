import type { PlannedStep } from '../../core/event.ts';
import type { InstanceId } from '../../core/unit-state.ts';
import type { ReadPast } from '../logs/past-lines.ts';
import type { Reading } from '../select/meter.ts';

/** Facts under a heading, for the inspect screen. */
export interface Facts {
  readonly heading: string;
  readonly facts: readonly (readonly [label: string, text: string])[];
}

/** What a manifest that was read anew would change. */
export type LookAhead =
  | { readonly kind: 'changes'; readonly steps: readonly PlannedStep[] }
  /** what is wrong with it, line by line */
  | { readonly kind: 'invalid'; readonly lines: readonly string[] };

/** The steps that change something; none of a manifest with errors, or one that is still being read. */
export const changesIn = (ahead: LookAhead | undefined): readonly PlannedStep[] =>
  ahead?.kind === 'changes' ? ahead.steps.filter(({ action }) => action !== 'keep' && action !== 'adopt') : [];

/**
 * What the screen needs of the world beside the run: the engine, files, other programs. Everything may fail with a
 * DevstackError, which is told on the screen.
 */
export interface Desk {
  /** All that is known of an instance beyond what the run tells. */
  inspect(instance: InstanceId, signal: AbortSignal): Promise<readonly Facts[]>;
  /** What these use; those of which it can not be told are missing. */
  usage(instances: readonly InstanceId[], signal: AbortSignal): Promise<ReadonlyMap<InstanceId, Reading>>;
  /** Lines that the engine keeps of these, without what is secret. */
  readonly linesBefore: ReadPast;
  /** Writes the whole logs of these, merged by time, to a new file, and resolves to its path. `only`: lines that are taken. */
  save(instances: readonly InstanceId[], only: (line: string) => boolean): Promise<string>;
  /** Shows the whole logs in a pager. The terminal is free meanwhile. */
  pager(instances: readonly InstanceId[]): Promise<void>;
  /** A shell where the instance runs. The terminal is free meanwhile. */
  shell(instance: InstanceId): Promise<void>;
  /** Opens the manifest in an editor. The terminal is free meanwhile. */
  edit(): Promise<void>;
  /** Reads the manifest anew, and says what it would change. */
  lookAhead(): Promise<LookAhead>;
  /** Goes on with the manifest that was read last. */
  apply(): Promise<void>;
  /** Opens an address in a browser. */
  open(address: string): Promise<void>;
  /** Stops this program until someone lets it go on. The terminal is free meanwhile. */
  suspend(): Promise<void>;
}
