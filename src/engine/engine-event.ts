import type { InstanceId } from '../core/unit-state.ts';

/**
 * What can happen to a container. `stopping`: somebody has asked it to end, other than by SIGKILL; its `died` follows,
 * unless it ignores that. `healthy` and `unhealthy`: what the engine's own tests of it come to now, told once.
 */
type ContainerNews =
  | 'created'
  | 'started'
  | 'stopping'
  | 'died'
  | 'removed'
  | 'paused'
  | 'unpaused'
  | 'oom'
  | 'healthy'
  | 'unhealthy';

/** Something that happened to a container of the project; `at` in ms since the epoch. */
export interface ContainerEvent {
  readonly type: ContainerNews;
  readonly handle: string;
  readonly instance: InstanceId;
  readonly at: number;
  readonly exitCode?: number;
}

/** What happened on the engine, as far as it is about the project. */
export type EngineEvent =
  /** the stream stands: what happens from now on is told; look once after it */
  | { readonly type: 'connected' }
  /** the stream broke; it is opened again by itself and `connected` follows */
  | { readonly type: 'disconnected'; readonly reason: string }
  | ContainerEvent;
