import type { Intent } from '../../core/event.ts';
import type { InstanceId } from '../../core/unit-state.ts';
import type { Pattern } from '../logs/pattern.ts';

/** What a key asks of others than the screen. */
export type Effect =
  | { readonly type: 'send'; readonly intent: Intent }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'open'; readonly address: string }
  | { readonly type: 'shell'; readonly instance: InstanceId }
  | { readonly type: 'pager'; readonly instances: readonly InstanceId[] }
  | { readonly type: 'save'; readonly instances: readonly InstanceId[]; readonly only?: Pattern }
  | { readonly type: 'inspect'; readonly instance: InstanceId }
  | { readonly type: 'edit' }
  | { readonly type: 'look-ahead' }
  | { readonly type: 'apply' }
  | { readonly type: 'suspend' };
