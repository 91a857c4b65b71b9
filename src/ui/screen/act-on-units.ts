import type { UnitIntent } from '../../core/event.ts';
import type { RunView } from '../../core/run-view.ts';
import { type InstanceId, unitOf } from '../../core/unit-state.ts';
import { failureText } from '../failure-lines.ts';
import { stripped } from '../sanitize.ts';
import { failureSections } from '../select/failures.ts';
import { addressesOf, labelOf, stateOf } from '../select/unit-text.ts';
import type { Effect } from './effect.ts';
import type { Action } from './key-table.ts';
import type { Step } from './press.ts';
import { rowsShown } from './scroll.ts';
import type { KeyContext, ScreenState } from './state.ts';
import { chosenInstances, subjectOf } from './tree.ts';

/** The actions that are about what is selected. */
type UnitAction = Extract<
  Action,
  | 'inspect'
  | 'save'
  | 'pager'
  | 'restart'
  | 'restart-dependents'
  | 'stop-unit'
  | 'start-unit'
  | 'run-job'
  | 'rerun-job'
  | 'again'
  | 'shell'
  | 'open'
  | 'copy'
>;

const told = (state: ScreenState, text: string): Step => ({
  state: { ...state, notice: { tone: 'warn', text } },
  effects: [],
});
const doing = (state: ScreenState, text: string, effect: Effect): Step => ({
  state: { ...state, notice: { tone: 'good', text } },
  effects: [effect],
});
const silently = (state: ScreenState, effect: Effect): Step => ({ state, effects: [effect] });

/** What an action does with the selected unit, or all units of the selected stage. */
export function actOnUnits(state: ScreenState, action: UnitAction, context: KeyContext): Step {
  const { view } = context;
  const subject = subjectOf(state, view);
  const instances = state.overlay === 'failure' ? failedOf(view) : chosenInstances(state, view);
  const [first] = instances;
  if (subject === undefined || first === undefined) return told(state, 'there is no unit');
  switch (action) {
    case 'restart':
    case 'restart-dependents':
    case 'stop-unit':
    case 'start-unit':
      return change(state, action, instances, view);
    case 'run-job':
    case 'rerun-job':
      return runJobs(state, instances, view, action === 'rerun-job');
    case 'again':
      return again(state, instances, view);
    case 'inspect':
      return silently({ ...state, overlay: 'inspect', scrolled: 0 }, { type: 'inspect', instance: first });
    case 'shell':
      return silently(state, { type: 'shell', instance: first });
    case 'pager':
      return silently(state, { type: 'pager', instances: readOf(state, instances, view) });
    case 'save':
      return silently(state, {
        type: 'save',
        instances: readOf(state, instances, view),
        ...(state.filter && { only: state.filter }),
      });
    case 'open': {
      const [address] = instances.flatMap((instance) => addressesOfInstance(view, instance));
      if (address === undefined) return told(state, `${nameOf(instances, view)} publishes no port`);
      return doing(state, `opening http://${address}`, { type: 'open', address: `http://${address}` });
    }
    case 'copy':
      return copied(state, context, instances);
  }
}

const failedOf = (view: RunView): readonly InstanceId[] => failureSections(view).map(({ instance }) => instance);

/** Whose logs are meant: those on the screen, or beside a failure those of what failed. */
function readOf(state: ScreenState, instances: readonly InstanceId[], view: RunView): readonly InstanceId[] {
  return state.overlay === 'none' && state.logs === 'all' ? [...view.states.keys()] : instances;
}

const isJob = (view: RunView, instance: InstanceId): boolean => view.units.get(unitOf(instance))?.kind === 'job';

const nameOf = (instances: readonly InstanceId[], view: RunView): string =>
  instances.map((instance) => labelOf(view, instance)).join(', ');

function change(
  state: ScreenState,
  action: 'restart' | 'restart-dependents' | 'stop-unit' | 'start-unit',
  all: readonly InstanceId[],
  view: RunView,
): Step {
  const instances = all.filter((instance) => !isJob(view, instance));
  // Where a job stands in the way of others, starting it is what is meant.
  if (instances.length === 0) {
    if (action === 'start-unit') return runJobs(state, all, view, false);
    return told(state, `${nameOf(all, view)} is a job: u runs it, U whatever is remembered`);
  }
  const send = (text: string, intent: UnitIntent): Step =>
    doing(state, `${text} ${nameOf(instances, view)}`, { type: 'send', intent });
  switch (action) {
    case 'restart':
      return send('restarting', { type: 'restart-units', instances, dependents: false });
    case 'restart-dependents':
      return send('restarting, with what depends on it:', { type: 'restart-units', instances, dependents: true });
    case 'stop-unit':
      return send('stopping', { type: 'stop-units', instances });
    case 'start-unit':
      return send('starting', { type: 'start-units', instances });
  }
}

function runJobs(state: ScreenState, all: readonly InstanceId[], view: RunView, forget: boolean): Step {
  const instances = all.filter((instance) => isJob(view, instance));
  if (instances.length === 0) return told(state, `${nameOf(all, view)} is no job: r restarts it`);
  const text = `running ${nameOf(instances, view)}${forget ? ', whatever is remembered' : ''}`;
  return doing(state, text, { type: 'send', intent: { type: 'run-jobs', instances, forget } });
}

/** Runs failed jobs again and starts failed services; what waited for them goes on after that. */
function again(state: ScreenState, instances: readonly InstanceId[], view: RunView): Step {
  const text = `running again: ${nameOf(instances, view)}`;
  const intent = { type: 'start-units', instances } as const;
  return doing({ ...state, overlay: 'none', scrolled: 0 }, text, { type: 'send', intent });
}

/** `127.0.0.1:8080` where an instance can be reached. */
function addressesOfInstance(view: RunView, instance: InstanceId): readonly string[] {
  return addressesOf(view, instance).flatMap((text) => text.split(' ').slice(0, 1));
}

function copied(state: ScreenState, context: KeyContext, instances: readonly InstanceId[]): Step {
  const { view } = context;
  const copy = (what: string, text: string): Step => doing(state, `copied ${what}`, { type: 'copy', text });
  if (state.overlay === 'failure') return copy('the report', failureText(failureSections(view)));
  if (state.overlay === 'none' && state.pane === 'logs') {
    const rows = rowsShown(state, context);
    if (rows.length === 0) return told(state, 'there is no line to copy');
    const count = rows.length === 1 ? 'the line' : `${rows.length} lines`;
    return copy(count, `${rows.map(({ text }) => stripped(text)).join('\n')}\n`);
  }
  const address = instances.flatMap((instance) => addressesOfInstance(view, instance))[0];
  const [first] = instances;
  if (address !== undefined) return copy(address, address);
  const name = first === undefined ? '' : labelOf(view, first);
  return first !== undefined && stateOf(view, first).phase === 'failed'
    ? copy('the report', failureText(failureSections(view).filter(({ instance }) => instance === first)))
    : copy(name, name);
}
