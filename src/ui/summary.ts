import { formatDuration } from '../core/duration.ts';
import type { Outcome } from '../core/event.ts';
import type { RunView } from '../core/run-view.ts';
import { unitOf } from '../core/unit-state.ts';
import { durationTable } from './duration-table.ts';
import { failureLines } from './failure-lines.ts';
import { criticalPath, criticalPathText } from './select/critical-path.ts';
import { failureSections, keptOf } from './select/failures.ts';
import { isTeardown, progressOf } from './select/progress.ts';
import { addressesOf, toleratedOf } from './select/unit-text.ts';
import type { Theme } from './theme.ts';

/** How a summary is written. */
export interface SummaryOptions {
  readonly theme: Theme;
  /** how the program was called, for the commands that it advises: `devstack`, or with the options that name the stack */
  readonly program?: string;
  /** the stack is there for a command that follows, which tells itself how to go on */
  readonly isPassing?: boolean;
  /** the units that it was about, where that is not all of the stack */
  readonly named?: readonly string[];
}

const mostRows = 15;
const mostNamed = 5;
const mostLogLines = 20;
const fewLogLines = 5;

/** What is left on the screen after a run: outcome, failures or durations, critical path, addresses, how to go on. Ends with a line break. */
export function summary(view: RunView, { theme, program = 'devstack', isPassing, named = [] }: SummaryOptions): string {
  const { outcome } = view;
  if (outcome === undefined || (isPassing === true && isReset(outcome))) return '';
  const blocks = [
    [headline(view, outcome, theme, named)],
    outcome.kind === 'failed' ? failureBlock(view, theme) : eventBlock(view, outcome, theme),
    isNews(view, outcome) ? durationTable(view, theme, { now: view.startedAt, mostRows }) : [],
    factBlock(view, outcome, theme),
    isPassing ? [] : nextBlock(view, outcome, theme, program),
  ];
  const text = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return `\n${text.join('\n\n')}\n`;
}

/** What is there for other commands stops when it is ready only to have its data put back, and goes on at once. */
const isReset = (outcome: Outcome): boolean => outcome.kind === 'stopped' && outcome.wasReady && outcome.complete;

/** Whether something came up that runs on. */
const isNews = (view: RunView, outcome: Outcome): boolean =>
  (outcome.kind === 'ready' && outcome.changed) || (outcome.kind === 'detached' && pathOf(view, outcome).length > 0);

/** What decided how long it took until all was ready, or had failed; what ended before is nobody's to wait for. */
function pathOf(view: RunView, { kind }: Outcome): ReturnType<typeof criticalPath> {
  if (isTeardown(view) || (view.readyAt === undefined && kind !== 'failed')) return [];
  return criticalPath(view, view.readyAt ?? view.startedAt + progressOf(view, view.startedAt).elapsedMs);
}

/** How long each unit took to come up, and what decided it, for who stays with them. */
export function cameUp(view: RunView, theme: Theme): readonly string[] {
  const path = criticalPath(view, view.readyAt ?? view.startedAt);
  return [
    ...durationTable(view, theme, { now: view.startedAt, mostRows }),
    '',
    ...(path.length === 0 ? [] : [factLine('critical path', criticalPathText(path), theme)]),
  ];
}

const factLine = (label: string, text: string, { paint }: Theme): string =>
  `  ${paint('dim', label.padEnd(15))}${paint('plain', text)}`;

function headline(view: RunView, outcome: Outcome, theme: Theme, named: readonly string[]): string {
  const { ready, total, elapsedMs } = progressOf(view, view.startedAt);
  const { glyphs, paint } = theme;
  const name = paint('strong', view.project);
  const count = `${ready} of ${total} ready`;
  switch (outcome.kind) {
    case 'ready': {
      const sign = paint('good', glyphs.ready);
      if (!outcome.changed) return `${sign} ${name} ${paint('plain', `nothing changed: ${count}, as before`)}`;
      return `${sign} ${name} ${paint('good', `is ready after ${formatDuration(elapsedMs)}`)}   ${paint('dim', count)}`;
    }
    case 'failed':
      return `${paint('bad', `${glyphs.failed} ${view.project} failed after ${formatDuration(elapsedMs)}`)}   ${paint('dim', count)}`;
    case 'stopped': {
      if (!outcome.complete) return paint('bad', `${glyphs.failed} ${view.project} ${incompleteText(view, outcome)}`);
      return `${paint('dim', glyphs.stopped)} ${stoppedText(view, outcome.wasReady, name, named)}`;
    }
    case 'exited': {
      const good = outcome.exitCode === 0;
      const sign = paint(good ? 'good' : 'bad', good ? glyphs.ready : glyphs.failed);
      return `${sign} ${name} ended with ${unitOf(outcome.instance)}, exit ${outcome.exitCode}`;
    }
    case 'created':
      return `${paint('dim', glyphs.stopped)} ${name} is created, and nothing of it was started`;
    case 'detached':
      return `${paint('good', glyphs.arrow)} ${name} goes on without this terminal   ${paint('dim', count)}`;
  }
}

function stoppedText({ command }: RunView, wasReady: boolean, stack: string, named: readonly string[]): string {
  const done = command === 'down' ? 'down' : 'stopped';
  if (named.length > mostNamed) return `${named.length} units of ${stack} are ${done}`;
  if (named.length > 0) return `${named.join(', ')} of ${stack} ${named.length === 1 ? 'is' : 'are'} ${done}`;
  return command === 'down' || wasReady ? `${stack} is ${done}` : `${stack} was stopped before it was ready`;
}

/** What was interrupted is no failure, and what is left is not lost. */
function incompleteText({ command }: RunView, { wasReady }: Extract<Outcome, { kind: 'stopped' }>): string {
  const isCutOff = !wasReady && isTeardown({ command });
  return isCutOff
    ? `is not ${command === 'down' ? 'down' : 'stopped'}: interrupted, and some of it is left`
    : 'could not be stopped completely';
}

function failureBlock(view: RunView, theme: Theme): readonly string[] {
  const kept = keptOf(view);
  return failureSections(view).flatMap((section, index) =>
    failureLines(section, index === 0 ? kept : [], { theme, logLines: index === 0 ? mostLogLines : fewLogLines }),
  );
}

/** Events of jobs that have failed while the stack went: nothing waits for them, and nothing goes on. */
function eventBlock(view: RunView, outcome: Outcome, theme: Theme): readonly string[] {
  if (outcome.kind !== 'stopped' || outcome.complete) return [];
  return failureSections(view).flatMap((section) =>
    failureLines({ ...section, blocks: [] }, [], { theme, logLines: mostLogLines }),
  );
}

function factBlock(view: RunView, outcome: Outcome, theme: Theme): readonly string[] {
  const path = pathOf(view, outcome);
  const running = outcome.kind === 'ready' || outcome.kind === 'detached';
  const addresses = running ? addressesOf(view, ...view.states.keys()) : [];
  const fact = (label: string, text: string): string => factLine(label, text, theme);
  const tolerated = toleratedOf(view);
  return [
    ...tolerated.map((text, index) => fact(index === 0 ? 'tolerated' : '', text)),
    ...(path.length === 0 ? [] : [fact('critical path', criticalPathText(path))]),
    ...addresses.map((address, index) => fact(index === 0 ? 'addresses' : '', address)),
  ];
}

/** Nothing where what failed was never started: it wrote nothing. */
function logsOfFailed(view: RunView): readonly (readonly [string, string])[] {
  const [first] = failureSections(view);
  const wrote =
    first !== undefined && (first.logs.length > 0 || view.timelineOf(first.instance).startedAt !== undefined);
  return wrote ? [[`logs ${first.name}`, 'all that it wrote']] : [];
}

function nextBlock(view: RunView, outcome: Outcome, theme: Theme, program: string): readonly string[] {
  const commands = ((): readonly (readonly [string, string])[] => {
    switch (outcome.kind) {
      case 'ready':
      case 'detached':
        return [
          ...(outcome.kind === 'detached' ? [['attach', 'back to the screen'] as const] : []),
          ['logs -f', 'follow the logs'],
          ['down', 'stop and remove it'],
        ];
      case 'failed':
        return [...logsOfFailed(view), ['up', 'try again; what is ready stays'], ['down', 'stop and remove it']];
      case 'created':
      case 'exited':
        return [
          ['up', 'start it'],
          ['down', 'remove it'],
        ];
      case 'stopped':
        if (!outcome.complete && !outcome.wasReady && view.command !== 'up')
          return [[view.command, 'go on with what is left']];
        return view.command === 'down' ? [] : [['up', 'start it again; nothing was removed']];
    }
  })();
  const width = Math.max(0, ...commands.map(([command]) => command.length)) + program.length + 1;
  return commands.map(
    ([command, what]) =>
      `  ${theme.paint('title', `${program} ${command}`.padEnd(width))}  ${theme.paint('dim', what)}`,
  );
}
