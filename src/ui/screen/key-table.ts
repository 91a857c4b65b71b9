/** What the screen shows over, or in place of, the panes. */
export type Overlay = 'none' | 'help' | 'quit' | 'failure' | 'graph' | 'timeline' | 'inspect' | 'changes';

/** What a key can ask for. */
export type Action =
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'first'
  | 'last'
  | 'fold'
  | 'unfold'
  | 'stage'
  | 'other-pane'
  | 'zoom'
  | 'unit-logs'
  | 'all-logs'
  | 'follow'
  | 'search'
  | 'next-match'
  | 'previous-match'
  | 'filter'
  | 'wrap'
  | 'timestamps'
  | 'pretty'
  | 'mark'
  | 'clear'
  | 'save'
  | 'pager'
  | 'restart'
  | 'restart-dependents'
  | 'stop-unit'
  | 'start-unit'
  | 'shell'
  | 'open'
  | 'run-job'
  | 'rerun-job'
  | 'copy'
  | 'edit'
  | 'reload'
  | 'apply'
  | 'graph'
  | 'timeline'
  | 'inspect'
  | 'failures'
  | 'palette'
  | 'help'
  | 'again'
  | 'detach'
  | 'quit'
  | 'stop'
  | 'suspend'
  | 'interrupt'
  | 'close';

/** Under which heading of the help a key stands. */
type Group = 'move' | 'logs' | 'act' | 'stack';

/** A row of the key table. */
export interface Binding {
  readonly action: Action;
  readonly keys: readonly string[];
  /** the keys as people see them */
  readonly label: string;
  readonly group: Group;
  /** for the help and the palette */
  readonly help: string;
  /** for the key line, its first word the key; absent where there is no room for it */
  readonly short?: string;
  readonly on: readonly Overlay[];
}

const panes: readonly Overlay[] = ['none'];
const views: readonly Overlay[] = ['help', 'graph', 'timeline', 'inspect'];
const lists: readonly Overlay[] = [...views, 'none', 'failure', 'changes'];
const scrolls: readonly Overlay[] = [...views, 'failure', 'changes'];
const overlays: readonly Overlay[] = [...views, 'quit', 'failure', 'changes'];
const onUnit: readonly Overlay[] = ['none', 'failure', 'graph', 'timeline', 'inspect'];
const stages = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

const row = (
  group: Group,
  action: Action,
  keys: readonly string[],
  label: string,
  help: string,
  on: readonly Overlay[],
  short?: string,
): Binding => ({ action, keys, label, group, help, on, ...(short !== undefined && { short }) });

/** The one table of keys: what they do, the key line, the help and the palette come from it; the most needed come first. */
export const bindings: readonly Binding[] = [
  row('move', 'up', ['up', 'k'], '↑ k', 'unit above, or a line back', panes, '↑↓ move'),
  row('move', 'down', ['down', 'j'], '↓ j', 'unit below, or a line on', panes),
  row('logs', 'unit-logs', ['enter'], '⏎', 'logs of the selected unit or stage', panes, '⏎ logs'),
  row('logs', 'search', ['/'], '/', 'find in the logs: a regular expression', panes, '/ find'),
  row('act', 'restart', ['r'], 'r', 'restart the unit', panes, 'r restart'),
  row('stack', 'graph', ['g'], 'g', 'who waits for whom', panes, 'g graph'),
  row('stack', 'timeline', ['T'], 'T', 'when what was ready, and the critical path', panes, 'T timeline'),
  row('act', 'again', ['u'], 'u', 'run again what failed', ['failure'], 'u run again'),
  row('stack', 'detach', ['d'], 'd', 'leave, and let the stack go on', ['none', 'quit'], 'd detach'),
  row('stack', 'help', ['?'], '?', 'this help', ['none', 'failure', 'graph', 'timeline', 'inspect'], '? help'),
  row('stack', 'quit', ['q'], 'q', 'leave: asks to stop or to detach', panes, 'q quit'),
  row('move', 'fold', ['left', 'h'], '← h', 'close the stage', panes),
  row('move', 'unfold', ['right', 'l'], '→ l', 'open the stage', panes),
  row('move', 'stage', stages, '1-9', 'to this stage', panes),
  row('move', 'other-pane', ['tab'], 'Tab', 'other pane', panes),
  row('move', 'zoom', ['z'], 'z', 'this pane alone, or both', panes),
  row('move', 'page-up', ['pageup'], 'PgUp', 'read back; holds the logs', lists),
  row('move', 'page-down', ['pagedown'], 'PgDn', 'read on; follows again at the end', lists),
  row('move', 'first', ['home'], 'Home', 'first unit, or oldest line', lists),
  row('move', 'last', ['end'], 'End', 'last unit, or newest line', lists),
  row('logs', 'all-logs', ['a'], 'a', 'logs of all units, by time', panes),
  row('logs', 'next-match', ['n'], 'n', 'next match', panes),
  row('logs', 'previous-match', ['N'], 'N', 'match before', panes),
  row('logs', 'filter', ['&'], '&', 'only lines that match; !… those that do not', panes),
  row('logs', 'follow', ['f'], 'f', 'follow the logs, or hold them', panes),
  row('logs', 'wrap', ['w'], 'w', 'break long lines, or cut them', panes),
  row('logs', 'timestamps', ['t'], 't', 'times of the lines', panes),
  row('logs', 'pretty', ['p'], 'p', 'JSON lines spread out', panes),
  row('logs', 'mark', ['m'], 'm', 'set a mark', panes),
  row('logs', 'clear', ['C'], 'C', 'clear the view, never the log', panes),
  row('logs', 'save', ['ctrl+s'], '^S', 'save these logs to a file', panes),
  row('logs', 'pager', ['L'], 'L', 'the full log in a pager', ['none', 'failure', 'inspect'], 'L full log'),
  row('act', 'restart-dependents', ['R'], 'R', 'restart it and what depends on it', panes),
  row('act', 'stop-unit', ['s'], 's', 'stop the unit', panes),
  row('act', 'start-unit', ['S'], 'S', 'start the unit now, also one that waits', panes),
  row('act', 'shell', ['E'], 'E', 'shell in its container', onUnit, 'E shell'),
  row('act', 'open', ['o'], 'o', 'open its address in a browser', panes),
  row('act', 'run-job', ['u'], 'u', 'run the job if anything changed', panes),
  row('act', 'rerun-job', ['U'], 'U', 'run the job whatever is remembered', panes),
  row('act', 'copy', ['c'], 'c', 'copy: address, failure or line', onUnit, 'c copy'),
  row('stack', 'edit', ['e'], 'e', 'edit the manifest, then reload', ['none', 'failure'], 'e edit'),
  row('stack', 'reload', ['ctrl+r'], '^R', 'read the manifest anew: shows changes, asks', panes),
  row('stack', 'inspect', ['i'], 'i', 'all that is known of the unit', ['none', 'failure']),
  row('stack', 'failures', ['x'], 'x', 'what failed, and why', panes),
  row('stack', 'palette', [':'], ':', 'find a command or a unit by name', panes),
  row('stack', 'suspend', ['ctrl+z'], '^Z', 'to the shell; fg comes back', ['none', ...overlays]),
  row('stack', 'stop', ['s'], 's', 'stop what this run started', ['quit'], 's stop'),
  row('stack', 'apply', ['y', 'enter'], 'y', 'apply these changes', ['changes'], 'y apply'),
  row('stack', 'detach', ['d'], 'd', 'keep what runs', ['failure'], 'd keep'),
  row('stack', 'stop', ['q'], 'q', 'stop what runs', ['failure'], 'q stop all'),
  row('move', 'up', ['up', 'k'], '↑ k', 'a line back', scrolls),
  row('move', 'down', ['down', 'j'], '↓ j', 'a line on', scrolls),
  row('stack', 'close', ['escape'], 'esc', 'back', ['none', ...overlays], 'esc back'),
  row('stack', 'close', ['q'], 'q', 'back', [...views, 'changes']),
  row('stack', 'close', ['?'], '?', 'back', ['help']),
  row('stack', 'close', ['g'], 'g', 'back', ['graph']),
  row('stack', 'close', ['T'], 'T', 'back', ['timeline']),
  row('stack', 'close', ['i'], 'i', 'back', ['inspect']),
  row('stack', 'close', ['n'], 'n', 'back, and change nothing', ['changes'], 'n leave it'),
  row('stack', 'interrupt', ['ctrl+c'], '^C', 'stop; again: kill', ['none', ...overlays], '^C kill'),
];

/** The row of the table that a key stands for here; undefined where it means nothing. */
export function bindingFor(overlay: Overlay, key: string): Binding | undefined {
  return bindings.find((binding) => binding.on.includes(overlay) && binding.keys.includes(key));
}
