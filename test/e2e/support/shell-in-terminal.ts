import { expect } from 'vitest';
import type { Terminal } from './terminal.ts';

/** Interrupts a command of the shell that devstack has opened here, and leaves the shell: the terminal is as it was before. */
export async function interruptsAndLeaves(terminal: Terminal): Promise<void> {
  terminal.press('sleep 100', 'Enter');
  terminal.press('C-c');
  terminal.press('echo still here', 'Enter');
  await terminal.shows(/^still here/m);
  terminal.press('exit 3', 'Enter');
  expect(await terminal.exitCode()).toBe(3);
  const { before, after } = terminal.settings();
  expect(after).toBe(before);
}
