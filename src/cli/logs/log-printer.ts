import { once } from 'node:events';
import type { WriteStream } from 'node:tty';
import { type InstanceId, unitOf } from '../../core/unit-state.ts';
import type { LogLine } from '../../engine/engine.ts';
import { sanitizeLine } from '../../ui/sanitize.ts';
import type { Theme } from '../../ui/theme.ts';

/** Prints one line of an instance. Resolves when the output can take the next. */
export type PrintLine = (instance: InstanceId, line: LogLine) => Promise<void>;

/** How lines are printed. */
export interface LogStyle {
  readonly theme: Theme;
  readonly timestamps: boolean;
  /** whether the name of the unit stands before the line */
  readonly prefix: boolean;
  /** Hides what is not to be seen. */
  readonly mask: (text: string) => string;
}

/** Prints `unit │ line`, each unit in its colour; with the index where a unit has several instances. */
export function linePrinter(stdout: WriteStream, instances: readonly InstanceId[], style: LogStyle): PrintLine {
  const { theme, timestamps, prefix, mask } = style;
  const hasSeveral = (unit: string) => instances.filter((instance) => unitOf(instance) === unit).length > 1;
  const labelOf = (instance: InstanceId) => (hasSeveral(unitOf(instance)) ? instance : unitOf(instance));
  const width = Math.max(0, ...instances.map((instance) => labelOf(instance).length));
  const bar = theme.paint('dim', theme.glyphs.bar);
  return async (instance, { at, line }) => {
    const label = labelOf(instance);
    const name = prefix ? `${theme.paintUnit(label, label.padEnd(width))} ${bar} ` : '';
    const time = timestamps ? `${theme.paint('dim', new Date(at).toISOString())} ` : '';
    const text = sanitizeLine(mask(line), theme.colorLevel > 0);
    if (!stdout.write(`${name}${time}${text}\n`)) await once(stdout, 'drain');
  };
}
