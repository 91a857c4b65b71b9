import { formatDuration } from '../../core/duration.ts';
import { looks } from '../glyphs.ts';
import { stripped } from '../sanitize.ts';
import { criticalPath } from '../select/critical-path.ts';
import { progressOf, waitText } from '../select/progress.ts';
import { statusText } from '../select/status.ts';
import { timelineRows } from '../select/timeline.ts';
import { treeRows } from '../select/tree.ts';
import { labelOf, stateOf } from '../select/unit-text.ts';
import { overlayLines } from './draw.ts';
import { shortsOf } from './draw-chrome.ts';
import type { Frame } from './frame.ts';
import { type Binding, bindings } from './key-table.ts';
import { proposals } from './palette.ts';
import { subjectOf } from './tree.ts';

const spokenLines = 5;

/** What signs stand for, where they stand for a word; the others are there for the eye alone. */
const words: readonly (readonly [RegExp, string])[] = [
  [/↑↓/g, 'up and down'],
  [/⏎/g, 'Enter'],
  [/←/g, 'waits for'],
  [/→/g, 'to'],
  [/\.\.\.|…/g, ' and more'],
  [/[│─▸▾▹◆░█✓✗○■◌◐◓◑◒·]/g, ' '],
  [/\s+/g, ' '],
];

const spoken = (text: string): string =>
  words.reduce((before, [sign, word]) => before.replace(sign, word), stripped(text)).trim();

/** Keys by the names that people say. */
const spokenKey = ({ label, help }: Binding): string =>
  `${label.replace('↑', 'up').replace('↓', 'down').replace('←', 'left').replace('→', 'right').replace('⏎', 'Enter')}: ${help}`;

const helpSentences = (): readonly string[] => bindings.filter(({ on }) => on.includes('none')).map(spokenKey);

/** Who waits for whom, a sentence for each unit. */
const graphSentences = ({ view }: Frame): readonly string[] =>
  Array.from(view.units.values(), ({ unit, needs }) => {
    const needers = [...view.units.values()].filter((other) => other.needs.includes(unit)).map((other) => other.unit);
    const parts = [
      ...(needs.length === 0 ? [] : [`waits for ${needs.join(' ')}`]),
      ...(needers.length === 0 ? [] : [`needed by ${needers.join(' ')}`]),
    ];
    return `${unit}: ${parts.length === 0 ? 'waits for nothing' : parts.join(', ')}`;
  });

/** When what was done, and the critical path. */
function timelineSentences({ view, now }: Frame): readonly string[] {
  const sentences = timelineRows(view).map(({ instance, createdMs, startedMs, settledMs }) => {
    const settled = `${looks[stateOf(view, instance).phase].word} after`;
    const steps = [
      ['created after', createdMs] as const,
      ['started after', startedMs] as const,
      [settled, settledMs] as const,
    ];
    const done = steps.flatMap(([what, ms]) => (ms === undefined ? [] : [`${what} ${formatDuration(ms)}`]));
    return `${labelOf(view, instance)}: ${done.length === 0 ? 'nothing in this run' : done.join(', ')}`;
  });
  const path = criticalPath(view, view.readyAt ?? now).map(({ unit, ms }) => `${unit} ${formatDuration(ms)}`);
  return path.length === 0 ? sentences : [...sentences, `critical path: ${path.join(', then ')}`];
}

/** What lies over the tree, in sentences. */
function overlaySentences(frame: Frame): readonly string[] {
  switch (frame.state.overlay) {
    case 'help':
      return helpSentences();
    case 'graph':
      return graphSentences(frame);
    case 'timeline':
      return timelineSentences(frame);
    case 'quit':
    case 'failure':
    case 'inspect':
    case 'changes':
    case 'none':
      return overlayLines(frame)
        .map(spoken)
        .filter((line) => line !== '');
  }
}

/** What is being typed, and of the palette what Enter would do. */
function promptSentences({ state: { prompt }, view }: Frame): readonly string[] {
  if (prompt === undefined) return [];
  const typed = `${prompt.kind}: ${prompt.text}`;
  if (prompt.kind !== 'palette') return [typed];
  const found = proposals(prompt.text, view);
  const chosen = found[Math.min(prompt.chosen, found.length - 1)];
  return [typed, chosen === undefined ? 'nothing fits' : `${chosen.text}, chosen of ${found.length}`];
}

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
    const more = detail === '' || detail === look.word ? '' : `, ${spoken(detail)}`;
    return `${word}${more}${key === subject?.key ? ', selected' : ''}`;
  });
  const said = [state.notice?.text, waitText(view)].filter((text) => text !== undefined);
  const status = subject?.kind === 'unit' ? [spoken(statusText(view, subject.instance, now))] : [];
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
      : overlaySentences(frame);
  const keys = shortsOf(frame).map(({ short }) => spoken(short));
  return [heading, ...shown, ...said, ...promptSentences(frame), `keys: ${keys.join(', ')}`];
}
