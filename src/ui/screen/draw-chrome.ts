import { formatDuration } from '../../core/duration.ts';
import type { RunView } from '../../core/run-view.ts';
import type { InstanceId } from '../../core/unit-state.ts';
import type { Tone } from '../glyphs.ts';
import { criticalPath, criticalPathText } from '../select/critical-path.ts';
import { clockText, isTeardown, type Progress, progressOf, waitText, wasUp } from '../select/progress.ts';
import { statusText } from '../select/status.ts';
import { instancesOf, isDone, stateOf } from '../select/unit-text.ts';
import type { Theme } from '../theme.ts';
import { cut, widthOf } from '../width.ts';
import { changesIn } from './desk.ts';
import type { Frame } from './frame.ts';
import { type Action, type Binding, bindings } from './key-table.ts';
import { problemOf } from './prompt.ts';
import type { ScreenState } from './state.ts';
import { subjectOf } from './tree.ts';

function phaseText({ phase, elapsedMs, ready, total }: Progress, { glyphs }: Theme): readonly [Tone, string] {
  // What was ready once, and is stopped or starts again, is not any more.
  if ((phase === 'running' || phase === 'attached') && ready < total) return ['warn', `${total - ready} not ready`];
  switch (phase) {
    case 'looking':
      return ['busy', 'looking'];
    case 'waiting':
      return ['warn', 'waiting'];
    case 'starting':
      return ['busy', 'starting'];
    case 'running':
      return ['good', `${glyphs.ready} ready after ${formatDuration(elapsedMs)}`];
    case 'attached':
      return ['good', `${glyphs.ready} attached`];
    case 'failed':
      return ['bad', `${glyphs.failed} FAILED`];
    case 'stopping':
      return ['warn', 'stopping'];
    case 'stopped':
      return ['dim', `${glyphs.stopped} stopped`];
    case 'detached':
      return ['good', 'detached'];
  }
}

const roomyColumns = 80;

/** Program, project, phase and stage; how many are ready, and the time. */
export function headLine({ view, layout, theme, now }: Frame): string {
  const { paint, glyphs } = theme;
  const progress = progressOf(view, now);
  const [tone, phase] = phaseText(progress, theme);
  const stage = progress.phase === 'looking' || progress.phase === 'waiting' ? undefined : progress.stage;
  const where = stage === undefined ? '' : ` ${glyphs.dot} stage ${stage.number}/${stage.count} ${stage.name}`;
  const program = layout.columns < roomyColumns ? '' : ` ${paint('dim', 'devstack')} `;
  const right = `${paint('plain', ` ${countText(view, progress)}`)}${paint('dim', view.command === 'attach' ? ' ' : `  ${clockText(progress.elapsedMs)} `)}`;
  const left = `${program} ${paint('strong', progress.project)}  ${paint(tone, phase)}${paint('dim', where)}`;
  const room = Math.max(0, layout.columns - widthOf(right));
  const shown = cut(left, room, glyphs.ellipsis);
  return cut(shown + ' '.repeat(Math.max(0, room - widthOf(shown))) + right, layout.columns, glyphs.ellipsis);
}

/** How far it has come: of what comes up how much is there, of what goes how much is gone. */
function countText(view: RunView, { ready, total }: Progress): string {
  if (!isTeardown(view)) return `${ready}/${total} ready`;
  // A job whose event is through is completed.
  const isThrough = (instance: InstanceId) => ['stopped', 'completed'].includes(stateOf(view, instance).phase);
  const stopped = instancesOf(view).filter(isThrough).length;
  return `${stopped}/${total} stopped`;
}

/** A rule over the whole width, joined to the bar between the panes. */
export function ruleLine({ layout, theme, state }: Frame, joint: string): string {
  const isCovered = state.overlay !== 'none' || state.prompt?.kind === 'palette';
  const isSplit = !isCovered && layout.treeWidth > 0 && layout.logWidth > 0;
  const { rule } = theme.glyphs;
  const text = isSplit
    ? rule.repeat(layout.treeWidth) + joint + rule.repeat(layout.logWidth)
    : rule.repeat(layout.columns);
  return theme.paint('dim', text);
}

/** What an action came to; else what the selected unit waits for, or how it became ready. */
export function statusLine({ view, state, theme, now }: Frame): string {
  if (state.notice !== undefined) return ` ${theme.paint(state.notice.tone, state.notice.text)}`;
  const wait = waitText(view);
  if (wait !== undefined) return ` ${theme.paint('warn', wait)}`;
  const subject = subjectOf(state, view);
  if (subject === undefined) return '';
  if (subject.kind === 'unit') return ` ${theme.paint('plain', statusText(view, subject.instance, now))}`;
  const { name, instances } = subject;
  const ready = instances.filter((instance) => isDone(stateOf(view, instance))).length;
  const description = view.stages.find((stage) => stage.name === name)?.description;
  const text = `stage ${name}: ${ready} of ${instances.length} ready${description === undefined ? '' : `   ${description}`}`;
  return ` ${theme.paint('plain', text)}`;
}

/** The chain that decides how long all takes. */
export function criticalLine({ view, theme, now }: Frame): string {
  if (view.command === 'attach' || isTeardown(view)) return '';
  const text = criticalPathText(criticalPath(view, view.readyAt ?? now));
  return ` ${theme.paint('dim', `critical path: ${text === '' ? '-' : text}`)}`;
}

const promptSigns = { search: '/', filter: '&', palette: ':' } as const;
const promptHints = {
  search: 'Enter finds, esc gives up',
  filter: 'Enter keeps it, esc shows all lines',
  palette: 'Enter does it, esc gives up',
} as const;

/** The line that is being typed; else the keys that mean something here, from the key table. */
export function keyLine(frame: Frame): string {
  const { paint } = frame.theme;
  const { prompt } = frame.state;
  if (prompt !== undefined) {
    const problem = problemOf(prompt);
    const hint = problem === undefined ? paint('dim', promptHints[prompt.kind]) : paint('bad', problem);
    return ` ${paint('title', promptSigns[prompt.kind])} ${prompt.text}   ${hint}`;
  }
  return ` ${shortsThatFit(frame).join('  ')}`;
}

/** Nobody is to be left without these, whatever the room. */
const lifelines = new Set<Action>(['help', 'quit', 'stop', 'detach', 'close', 'apply', 'interrupt']);

const leavesOrEdits = new Set<Action>(['detach', 'edit']);

/** Whether a key does here what its short text says. */
function isMeant({ on, action, keys }: Binding, { overlay, ahead, stopAsked }: ScreenState): boolean {
  if (!on.includes(overlay)) return false;
  if (action === 'interrupt') return stopAsked;
  if (overlay === 'changes' && changesIn(ahead).length === 0) return keys.includes('escape');
  return action !== 'close' || overlay !== 'none';
}

/** The rows of the key table with a short text that mean something here. */
export const shortsOf = ({ state, view }: Frame): readonly (Binding & { readonly short: string })[] =>
  bindings.flatMap((binding) => {
    const { short, action } = binding;
    if (short === undefined || !isMeant(binding, state)) return [];
    // What goes takes no orders: it can be watched, and hurried.
    if (isTeardown(view) && (binding.group === 'act' || leavesOrEdits.has(action))) return [];
    const asksFirst = action === 'stop' && state.overlay === 'failure' && wasUp(view);
    return [{ ...binding, short: asksFirst ? 'q quit' : short }];
  });

/** As many keys as there is room for, whole: first those that everybody needs, then the others in the table's order. */
function shortsThatFit(frame: Frame): readonly string[] {
  const { paint } = frame.theme;
  const shown = shortsOf(frame).map(({ short, action }) => {
    const [key = '', ...words] = short.split(' ');
    return { text: `${paint('title', key)} ${paint('dim', words.join(' '))}`, isLifeline: lifelines.has(action) };
  });
  let room = frame.layout.columns - 1;
  const fitting = new Set<string>();
  for (const { text } of shown.toSorted((a, b) => Number(b.isLifeline) - Number(a.isLifeline))) {
    // Where signs are spelled out, they take more room than in the table.
    const width = widthOf(text) + (fitting.size === 0 ? 0 : 2);
    if (width > room) continue;
    room -= width;
    fitting.add(text);
  }
  return shown.flatMap(({ text }) => (fitting.has(text) ? [text] : []));
}

/** Columns before the cursor of the line that is being typed. */
export function cursorColumn({ prompt }: Frame['state']): number | undefined {
  if (prompt === undefined) return undefined;
  return 3 + widthOf(Array.from(prompt.text).slice(0, prompt.cursor).join(''));
}
