import type { Renewal } from '../plan/decide-action.ts';

/** When images are fetched or built that the engine has already. */
export interface ImagePolicy {
  /** of units that have a `build`: only what is missing, everything, or nothing */
  readonly build: 'missing' | 'always' | 'never';
  /** instead of what the manifest says of each unit */
  readonly pull?: 'always' | 'missing' | 'never';
}

/** What ends a run that stays, besides someone who leaves it. */
export type EndOn =
  | { readonly kind: 'nothing' }
  /** the first service that exits, or (`failure`) the first that exits with another code than 0 */
  | { readonly kind: 'exit' | 'failure'; readonly codeFrom?: string };

/** What is asked of `up` beyond its plan. */
export interface UpPolicy {
  readonly images: ImagePolicy;
  /** whether containers of a unit are made anew */
  readonly renewalOf: (unit: string) => Renewal;
  /** containers that the manifest knows nothing of any more are removed */
  readonly removeOrphans: boolean;
  /** a container that takes the place of another gets fresh anonymous volumes instead of the old one's */
  readonly renewAnonymousVolumes: boolean;
  /** how long a container may take to stop, ms; absent: what it was made with */
  readonly graceMs?: number;
  /** how long all of it may take to become ready, ms */
  readonly waitTimeoutMs?: number;
  readonly endOn: EndOn;
  /** jobs that run whatever is remembered of them */
  readonly rerun?: ReadonlySet<string>;
  /** a snapshot may take the place of data that is ahead of its migrations */
  readonly mayRestore?: boolean;
  /** containers are made, none is started */
  readonly startNothing: boolean;
}

/** What `up` does when nothing else is said. */
export const usualPolicy: UpPolicy = {
  images: { build: 'missing' },
  renewalOf: () => 'changed',
  removeOrphans: false,
  renewAnonymousVolumes: false,
  endOn: { kind: 'nothing' },
  startNothing: false,
};
