import { act } from './act.ts';
import type { Effect } from './effect.ts';
import { bindingFor } from './key-table.ts';
import { proposals } from './palette.ts';
import { type Prompt, problemOf, typed, withPrompt } from './prompt.ts';
import { gone } from './search.ts';
import type { KeyContext, ScreenState } from './state.ts';
import { selected } from './tree.ts';

/** A screen, and what is asked of others, if anything. */
export interface Step {
  readonly state: ScreenState;
  readonly effects: readonly Effect[];
}

const only = (state: ScreenState): Step => ({ state, effects: [] });

/** What a key does. Keys without a meaning here change nothing. */
export function press(before: ScreenState, key: string, context: KeyContext): Step {
  const state = before.notice === undefined ? before : { ...before, notice: undefined };
  if (state.prompt !== undefined && key !== 'ctrl+c') return pressInPrompt(state, state.prompt, key, context);
  const binding = bindingFor(state.overlay, key);
  return binding === undefined ? only(state) : act(state, binding.action, key, context);
}

function pressInPrompt(state: ScreenState, prompt: Prompt, key: string, context: KeyContext): Step {
  if (key === 'enter') return entered(state, prompt, context);
  if (key === 'escape') return only(abandoned(state, prompt));
  const next = typed(prompt, key);
  return only(next === undefined ? state : withPrompt(state, next));
}

/** What was typed for a search or a filter goes; what was there before is typed again quickly. */
function abandoned(state: ScreenState, { kind }: Prompt): ScreenState {
  const closed = { ...state, prompt: undefined };
  return kind === 'palette' ? closed : { ...closed, [kind]: undefined, match: undefined };
}

function entered(state: ScreenState, prompt: Prompt, context: KeyContext): Step {
  const closed = { ...state, prompt: undefined };
  const problem = problemOf(prompt);
  if (problem !== undefined) return only(state);
  switch (prompt.kind) {
    case 'filter':
      return only(prompt.text === '' ? { ...closed, filter: undefined } : closed);
    case 'search':
      return only(gone({ ...closed, match: undefined }, context, 'back'));
    case 'palette': {
      const found = proposals(prompt.text, context.view);
      const chosen = found[Math.min(prompt.chosen, found.length - 1)];
      if (chosen === undefined) return only(closed);
      if (chosen.kind === 'row') return only(selected(closed, chosen.key));
      return act(closed, chosen.binding.action, chosen.binding.keys[0] ?? '', context);
    }
  }
}
