import { formatDuration } from '../../core/duration.ts';
import { unitOf } from '../../core/unit-state.ts';
import { looks } from '../glyphs.ts';
import { statusText } from '../select/status.ts';
import { addressesOf, labelOf, stateOf } from '../select/unit-text.ts';
import { wrapWords } from '../width.ts';
import type { Facts } from './desk.ts';
import type { Frame } from './frame.ts';
import { subjectOf } from './tree.ts';

const labelWidth = 16;

function known(frame: Frame): readonly Facts[] {
  const { view, state, now } = frame;
  const subject = subjectOf(state, view);
  if (subject?.kind === 'stage') {
    const stage = view.stages.find(({ name }) => name === subject.name);
    const facts: readonly (readonly [string, string])[] = [
      ['units', (stage?.units ?? []).join(', ')],
      ...(stage?.description === undefined ? [] : [['about', stage.description] as const]),
      ...(stage?.parallel === undefined ? [] : [['at once', String(stage.parallel)] as const]),
    ];
    return [{ heading: `stage ${subject.name}`, facts }];
  }
  if (subject === undefined) return [];
  const { instance } = subject;
  const unit = view.units.get(unitOf(instance));
  if (unit === undefined) return [];
  const { createdAt, startedAt, settledAt } = view.timelineOf(instance);
  const since = (at: number | undefined): string =>
    at === undefined ? '-' : at < view.startedAt ? 'before this run' : `after ${formatDuration(at - view.startedAt)}`;
  const needers = [...view.units.values()].filter(({ needs }) => needs.includes(unit.unit)).map((each) => each.unit);
  const rows: readonly (readonly [string, string])[] = [
    ['state', `${looks[stateOf(view, instance).phase].word}: ${statusText(view, instance, now)}`],
    ['image', unit.image ?? ''],
    ['address', addressesOf(view, instance).join(', ')],
    ['needs', unit.needs.join(', ')],
    ['needed by', needers.join(', ')],
    ['created', since(createdAt)],
    ['started', since(startedAt)],
    [unit.kind === 'job' ? 'completed' : 'ready', since(settledAt)],
  ];
  const facts = rows.filter(([, text]) => text !== '');
  return [
    { heading: `${unit.kind} ${labelOf(view, instance)}${unit.title === undefined ? '' : ` ${unit.title}`}`, facts },
  ];
}

/** All that is known of what is selected: from the run at once, from elsewhere as soon as it is there. */
export function inspectLines(frame: Frame): readonly string[] {
  const { state, view, theme, layout } = frame;
  const { paint } = theme;
  const subject = subjectOf(state, view);
  const isFor = subject?.kind === 'unit' && state.facts?.instance === subject.instance;
  const more = isFor ? (state.facts?.facts ?? []) : [];
  const sections = [...known(frame), ...more];
  const width = Math.max(10, layout.columns - labelWidth - 5);
  const lines = sections.flatMap(({ heading, facts }) => [
    ` ${paint('title', heading)}`,
    ...facts.flatMap(([label, text]) =>
      wrapWords(text, width).map(
        (part, index) => `   ${paint('dim', (index === 0 ? label : '').padEnd(labelWidth))} ${paint('plain', part)}`,
      ),
    ),
    '',
  ]);
  return subject?.kind === 'unit' && !isFor ? [...lines, ` ${paint('dim', 'asking the engine…')}`] : lines;
}
