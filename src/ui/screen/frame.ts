import type { RunView } from '../../core/run-view.ts';
import type { LogBook } from '../logs/log-book.ts';
import type { LogQuery } from '../logs/log-query.ts';
import type { Meter } from '../select/meter.ts';
import type { Theme } from '../theme.ts';
import type { Layout } from './layout.ts';
import type { ScreenState } from './state.ts';

/** Everything that one frame is drawn from. */
export interface Frame {
  readonly view: RunView;
  readonly state: ScreenState;
  readonly book: LogBook;
  /** the lines that are shown */
  readonly logs: LogQuery;
  /** those of them that the search finds; absent where nothing is searched for */
  readonly found: LogQuery | undefined;
  /** whether lines are still being looked through for the search or the filter */
  readonly scanning: boolean;
  /** what units use, as far as it is known */
  readonly meter: Meter;
  readonly layout: Layout;
  readonly theme: Theme;
  /** ms since the epoch */
  readonly now: number;
  /** step of the animation */
  readonly tick: number;
}
