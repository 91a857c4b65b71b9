import type { Event } from '../../../core/event.ts';
import type { RunView } from '../../../core/run-view.ts';
import { unitOf } from '../../../core/unit-state.ts';
import { labelOf } from '../../select/unit-text.ts';
import type { CiMarks } from './ci-marks.ts';

type Started = Event & { readonly type: 'stage.started' };

interface Group {
  readonly stage: number;
  readonly title: string;
  readonly id: number;
}

/**
 * A group of lines for each stage. No CI system has room for two at once, so stages that begin together share the group
 * of the first, and what comes between two stages stands alone.
 */
export class StageGroups {
  readonly #marks: CiMarks;
  #open: Group | undefined;
  #count = 0;
  /** a stage has begun since the last end */
  #isAmidst = false;

  constructor(marks: CiMarks) {
    this.#marks = marks;
  }

  /** What is to be written before the line of this event. */
  before(event: Event, view: RunView): string {
    switch (event.type) {
      case 'stage.started':
        return this.#open === undefined ? this.#begin(event, view) : '';
      case 'stage.finished':
      case 'stage.failed':
      case 'stage.canceled':
        return this.#open?.stage === event.index ? this.#close(event.at) : '';
      case 'unit.failed': {
        const isOptional = view.units.get(unitOf(event.instance))?.optional ?? false;
        return isOptional ? '' : this.#marks.error(labelOf(view, event.instance), event.failure.message);
      }
      case 'run.ready':
      case 'run.stopping':
      case 'run.finished':
        return this.#end(event.at, view);
      default:
        return '';
    }
  }

  #close(at: number): string {
    const group = this.#open;
    this.#open = undefined;
    return group === undefined ? '' : this.#marks.close(group.title, group.id, at);
  }

  /** No stage is under way any more. */
  #end(at: number, { project }: RunView): string {
    const isLast = this.#isAmidst;
    this.#isAmidst = false;
    return this.#close(at) + (isLast ? this.#marks.after(project) : '');
  }

  #begin({ stage, index, at }: Started, { stages, project }: RunView): string {
    this.#count++;
    this.#isAmidst = true;
    const title = stage === '' ? project : `stage ${index + 1}/${stages.length} ${stage}`;
    this.#open = { stage: index, title, id: this.#count };
    return this.#marks.open(title, this.#count, at);
  }
}
