import { onTestFinished } from 'vitest';
import type { Intent } from '../../../src/core/event.ts';
import type { Face } from '../../../src/core/run-view.ts';
import { inkFace } from '../../../src/ui/ink/ink-face.ts';
import type { Desk } from '../../../src/ui/screen/desk.ts';
import { themeFor } from '../../../src/ui/theme.ts';
import type { ScriptedRun } from '../scripted-run.ts';
import { shop } from '../shop.ts';
import { HeadlessTerminal } from '../terminal.ts';

const nothing = async (): Promise<void> => undefined;

/** Does nothing, and knows nothing. */
export const quietDesk: Desk = {
  inspect: async () => [],
  usage: async () => new Map(),
  async *linesBefore() {
    // Nothing was written before.
  },
  save: async () => '/tmp/shop.log',
  pager: nothing,
  shell: nothing,
  edit: nothing,
  lookAhead: async () => ({ kind: 'changes', steps: [] }),
  apply: nothing,
  open: nothing,
  suspend: nothing,
};

/** The interface on a terminal of this size, on a run that has not begun; closed when the test ends. */
export async function openScreen(
  columns: number,
  rows: number,
  environment: Readonly<Record<string, string>> = {},
  desk: Partial<Desk> = {},
  run: ScriptedRun = shop(),
): Promise<{
  readonly terminal: HeadlessTerminal;
  readonly run: ScriptedRun;
  readonly face: Face;
  readonly sent: readonly Intent[];
}> {
  const terminal = new HeadlessTerminal(columns, rows);
  const sent: Intent[] = [];
  const { stdin, stdout } = terminal;
  const face = inkFace({
    stdin,
    stdout,
    send: (intent) => sent.push(intent),
    desk: { ...quietDesk, ...desk },
    theme: themeFor({ environment, isTTY: true }),
    usagePace: { everyMs: 5, idleEveryMs: 5, idleAfterMs: 0 },
    clock: { now: () => run.now },
  });
  run.show(face);
  onTestFinished(() => face.close(run));
  return { terminal, run, face, sent };
}
