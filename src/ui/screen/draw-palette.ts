import { fitted } from '../width.ts';
import type { Frame } from './frame.ts';
import { offsetFor } from './layout.ts';
import { proposals } from './palette.ts';
import type { Prompt } from './prompt.ts';

const labelWidth = 5;

/** What fits what has been typed, the chosen one marked. */
export function paletteLines({ view, theme, layout }: Frame, prompt: Prompt): readonly string[] {
  const { paint, glyphs } = theme;
  const found = proposals(prompt.text, view);
  if (found.length === 0) return [` ${paint('dim', 'nothing fits')}`];
  const chosen = Math.min(prompt.chosen, found.length - 1);
  const height = Math.max(1, layout.bodyHeight);
  const offset = offsetFor(found.length, chosen, height);
  return found.slice(offset, offset + height).map((proposal, row) => {
    const isChosen = offset + row === chosen;
    const label = proposal.kind === 'command' ? proposal.binding.label : '';
    const mark = isChosen ? paint('title', glyphs.selected) : ' ';
    return ` ${mark} ${fitted(paint('title', label), labelWidth)} ${paint(isChosen ? 'strong' : 'plain', proposal.text)}`;
  });
}
