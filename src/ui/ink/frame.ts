import type { RunView } from '../../core/run-view.ts';
import type { Theme } from '../theme.ts';
import type { Layout } from './layout.ts';
import type { LogBook } from './log-book.ts';
import type { ScreenState } from './screen-state.ts';

/** Everything that one frame is drawn from. */
export interface Frame {
  readonly view: RunView;
  readonly state: ScreenState;
  readonly book: LogBook;
  readonly layout: Layout;
  readonly theme: Theme;
  /** ms since the epoch */
  readonly now: number;
  /** step of the animation */
  readonly tick: number;
}
