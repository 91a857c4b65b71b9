import type { Streams } from '../engine/engine.ts';
import type { Shell } from './shell.ts';

/** Whether a command gets a terminal: where there is one here, unless it was declined. */
export const wantsTerminal = ({ stdin, stdout }: Shell, tty: boolean | undefined): boolean =>
  tty !== false && stdin.isTTY === true && stdout.isTTY === true;

/** Streams of this program for a process elsewhere. `release` gives the terminal back; until then keys go there raw. */
export function processStreams(
  shell: Shell,
  { terminal, input }: { readonly terminal: boolean; readonly input: boolean },
): { readonly streams: Streams; release(): void } {
  const { stdin, stdout, stderr } = shell;
  const release = (): void => {
    if (terminal) stdin.setRawMode(false);
    stdin.pause();
  };
  if (terminal) {
    stdin.setRawMode(true);
    shell.onCrash(async () => release());
  }
  const streams: Streams = {
    stdout,
    stderr,
    ...(input && { stdin }),
    ...(terminal && {
      terminal: {
        size: () => ({ columns: stdout.columns, rows: stdout.rows }),
        onResize: (callback) => {
          stdout.on('resize', callback);
          return () => stdout.off('resize', callback);
        },
        lend: release,
      },
    }),
  };
  return { streams, release };
}
