import { stripped } from '../sanitize.ts';
import { progressOf } from '../select/progress.ts';
import { statusText } from '../select/status.ts';
import { treeRows } from '../select/tree.ts';
import { labelOf } from '../select/unit-text.ts';
import { overlayLines } from './draw.ts';
import type { Frame } from './frame.ts';
import { bindings } from './key-table.ts';
import { subjectOf } from './tree.ts';

const spokenLines = 5;

/** The screen for a screen reader: one thing after the other in words, no columns, no signs, no moving timers. */
export function drawLinear(frame: Frame): readonly string[] {
  const { view, state, logs, now } = frame;
  const progress = progressOf(view, now);
  const stage =
    progress.stage === undefined
      ? ''
      : `, stage ${progress.stage.number} of ${progress.stage.count} ${progress.stage.name}`;
  const subject = subjectOf(state, view);
  const rows = treeRows(view, now).map(({ key, kind, name, look, detail }) => {
    const word = kind === 'stage' ? `stage ${name}: ${look.word}` : `${name}: ${look.word}`;
    const more = detail === '' || detail === look.word ? '' : `, ${detail.replace('←', 'waits for')}`;
    return `${word}${more}${key === subject?.key ? ', selected' : ''}`;
  });
  const said = state.notice === undefined ? [] : [state.notice.text];
  const status = subject?.kind === 'unit' ? [statusText(view, subject.instance, now)] : [];
  const last = logs.window(spokenLines, state.bottom);
  const heading = `${progress.project}: ${progress.phase}${stage}, ${progress.ready} of ${progress.total} ready`;
  const shown =
    state.overlay === 'none'
      ? [
          ...rows,
          ...status,
          'last lines:',
          ...last.map(({ instance, text }) => `${labelOf(view, instance)}: ${stripped(text)}`),
        ]
      : overlayLines(frame).map((line) => stripped(line).trim());
  const keys = bindings.filter(({ short, on }) => short !== undefined && on.includes(state.overlay));
  const prompt = state.prompt === undefined ? [] : [`${state.prompt.kind}: ${state.prompt.text}`];
  return [heading, ...shown, ...said, ...prompt, `keys: ${keys.map(({ short }) => short).join(', ')}`];
}
