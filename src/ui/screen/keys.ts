/** The parts of a pressed key that Ink tells. */
export interface InkKey {
  readonly upArrow: boolean;
  readonly downArrow: boolean;
  readonly leftArrow: boolean;
  readonly rightArrow: boolean;
  readonly pageUp: boolean;
  readonly pageDown: boolean;
  readonly home: boolean;
  readonly end: boolean;
  readonly return: boolean;
  readonly escape: boolean;
  readonly tab: boolean;
  readonly backspace: boolean;
  readonly delete: boolean;
  readonly ctrl: boolean;
}

const names: readonly (readonly [keyof InkKey, string])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  // What Ink calls delete is the backspace of most terminals.
  ['delete', 'backspace'],
];

const del = 127;
const letters = 96;

/** The name of a character; control characters come as such where several keys arrive in one piece. */
function charName(char: string): string {
  const code = char.charCodeAt(0);
  if (char === '\t') return 'tab';
  if (char === '\r' || char === '\n') return 'enter';
  if (char === '\b' || code === del) return 'backspace';
  if (code === 27) return 'escape';
  return code < 27 ? `ctrl+${String.fromCharCode(code + letters)}` : char;
}

/** Names of what was typed. Keys typed fast arrive in one piece and are told apart again. */
export function keyNames(input: string, key: InkKey): readonly string[] {
  const named = names.find(([flag]) => key[flag]);
  if (named !== undefined) return [named[1]];
  return key.ctrl ? [`ctrl+${input}`] : Array.from(input, charName);
}
