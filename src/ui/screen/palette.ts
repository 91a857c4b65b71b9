import type { RunView } from '../../core/run-view.ts';
import { labelOf } from '../select/unit-text.ts';
import { type Action, type Binding, bindings } from './key-table.ts';
import { subjectsOf } from './tree.ts';

/** What the palette offers: a command of the key table, or a row of the tree to go to. */
export type Proposal =
  | { readonly kind: 'command'; readonly text: string; readonly binding: Binding }
  | { readonly kind: 'row'; readonly text: string; readonly key: string };

/** Moving about is quicker by its keys, and a question is not asked twice. */
const without = new Set<Action>(['up', 'down', 'page-up', 'page-down', 'first', 'last', 'stage', 'palette', 'close']);

/** How well a text fits what was typed: all of its letters in order, better the closer they are; undefined: not at all. */
function fitness(text: string, typed: string): number | undefined {
  const lower = text.toLowerCase();
  const whole = lower.indexOf(typed);
  if (whole !== -1) return whole;
  let at = -1;
  let gaps = 0;
  for (const char of typed) {
    const next = lower.indexOf(char, at + 1);
    if (next === -1) return undefined;
    gaps += next - at;
    at = next;
  }
  return 100 + gaps;
}

/** What fits a text, best first; everything for an empty one. */
export function proposals(typed: string, view: RunView): readonly Proposal[] {
  const commands = bindings
    .filter(({ on, action }) => on.includes('none') && !without.has(action))
    .map((binding): Proposal => {
      const name = binding.action.replaceAll('-', ' ');
      return { kind: 'command', text: name === binding.help ? name : `${name}: ${binding.help}`, binding };
    });
  const rows = subjectsOf(view).map((subject): Proposal => {
    const text = subject.kind === 'stage' ? `go to stage ${subject.name}` : `go to ${labelOf(view, subject.instance)}`;
    return { kind: 'row', text, key: subject.key };
  });
  const wanted = typed.trim().toLowerCase();
  const fitting = [...commands, ...rows].flatMap((proposal) => {
    const score = fitness(proposal.text, wanted);
    return score === undefined ? [] : [{ proposal, score }];
  });
  return fitting.sort((a, b) => a.score - b.score).map(({ proposal }) => proposal);
}
