/** What lies over the panes. */
export type Overlay = 'none' | 'help' | 'quit' | 'failure';

/** What a key can ask for. */
export type Action =
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'first'
  | 'last'
  | 'unit-logs'
  | 'all-logs'
  | 'follow'
  | 'other-pane'
  | 'zoom'
  | 'failures'
  | 'help'
  | 'detach'
  | 'quit'
  | 'stop'
  | 'interrupt'
  | 'close';

/** A row of the key table. */
export interface Binding {
  readonly action: Action;
  readonly keys: readonly string[];
  /** the keys as people see them */
  readonly label: string;
  /** for the help */
  readonly help: string;
  /** for the key line, its first word the key; absent where there is no room for it */
  readonly short?: string;
  readonly on: readonly Overlay[];
}

const panes: readonly Overlay[] = ['none'];
const leaving: readonly Overlay[] = ['none', 'quit'];
const overlays: readonly Overlay[] = ['help', 'quit', 'failure'];

/** The one table of keys: what they do, the key line and the help come from it; the most needed come first. */
export const bindings: readonly Binding[] = [
  { action: 'up', keys: ['up', 'k'], label: '↑ k', help: 'unit above, or a line back', short: '↑↓ select', on: panes },
  { action: 'down', keys: ['down', 'j'], label: '↓ j', help: 'unit below, or a line on', on: panes },
  { action: 'unit-logs', keys: ['enter'], label: '⏎', help: 'logs of the selected unit', short: '⏎ logs', on: panes },
  { action: 'help', keys: ['?'], label: '?', help: 'this help', short: '? help', on: ['none', 'failure'] },
  { action: 'detach', keys: ['d'], label: 'd', help: 'detach: the stack goes on', short: 'd detach', on: leaving },
  { action: 'quit', keys: ['q'], label: 'q', help: 'leave: asks to stop or to detach', short: 'q quit', on: panes },
  { action: 'all-logs', keys: ['a'], label: 'a', help: 'logs of all units', short: 'a all', on: panes },
  { action: 'follow', keys: ['f'], label: 'f', help: 'follow the logs, or hold them', short: 'f follow', on: panes },
  { action: 'other-pane', keys: ['tab'], label: 'Tab', help: 'other pane', short: 'Tab pane', on: panes },
  { action: 'zoom', keys: ['z'], label: 'z', help: 'this pane alone, or both', short: 'z zoom', on: panes },
  { action: 'page-up', keys: ['pageup'], label: 'PgUp', help: 'read back; holds the logs', on: panes },
  { action: 'page-down', keys: ['pagedown'], label: 'PgDn', help: 'read on; follows again at the end', on: panes },
  { action: 'first', keys: ['home'], label: 'Home', help: 'first unit, or oldest line', on: panes },
  { action: 'last', keys: ['end'], label: 'End', help: 'last unit, or newest line', on: panes },
  { action: 'failures', keys: ['x'], label: 'x', help: 'what failed, and why', on: panes },
  { action: 'stop', keys: ['s'], label: 's', help: 'stop what this run started', short: 's stop', on: ['quit'] },
  { action: 'detach', keys: ['d'], label: 'd', help: 'keep what runs', short: 'd keep', on: ['failure'] },
  { action: 'stop', keys: ['q'], label: 'q', help: 'stop what runs', short: 'q stop all', on: ['failure'] },
  { action: 'close', keys: ['escape'], label: 'esc', help: 'back', short: 'esc back', on: overlays },
  { action: 'close', keys: ['?', 'q'], label: '? q', help: 'back', on: ['help'] },
  { action: 'interrupt', keys: ['ctrl+c'], label: '^C', help: 'stop; again: kill', on: ['none', ...overlays] },
];

/** What a key asks for here; undefined where it asks for nothing. */
export function actionFor(overlay: Overlay, key: string): Action | undefined {
  return bindings.find((binding) => binding.on.includes(overlay) && binding.keys.includes(key))?.action;
}

/** The parts of a pressed key that Ink tells. */
export interface InkKey {
  readonly upArrow: boolean;
  readonly downArrow: boolean;
  readonly pageUp: boolean;
  readonly pageDown: boolean;
  readonly home: boolean;
  readonly end: boolean;
  readonly return: boolean;
  readonly escape: boolean;
  readonly tab: boolean;
  readonly ctrl: boolean;
}

const controlC = 3;

/** The name of a character; control characters come as such where several keys arrive in one piece. */
function charName(char: string): string {
  switch (char) {
    case '\t':
      return 'tab';
    case '\r':
      return 'enter';
    default:
      return char.charCodeAt(0) === controlC ? 'ctrl+c' : char;
  }
}

/** Names of what was typed. Keys typed fast arrive in one piece and are told apart again. */
export function keyNames(input: string, key: InkKey): readonly string[] {
  if (key.upArrow) return ['up'];
  if (key.downArrow) return ['down'];
  if (key.pageUp) return ['pageup'];
  if (key.pageDown) return ['pagedown'];
  if (key.home) return ['home'];
  if (key.end) return ['end'];
  if (key.return) return ['enter'];
  if (key.escape) return ['escape'];
  if (key.tab) return ['tab'];
  return key.ctrl ? [`ctrl+${input}`] : Array.from(input, charName);
}
