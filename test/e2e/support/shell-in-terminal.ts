import { expect } from 'vitest';
import type { Terminal } from './terminal.ts';

/** Interrupts a command of the shell that devstack has opened here. */
export async function interrupts(terminal: Terminal): Promise<void> {
  terminal.press("sh -c 'echo as''leep; exec sleep 1000'", 'Enter');
  // Before that it is the shell that would get the key, and take it as one of its line.
  await terminal.shows('asleep');
  terminal.press('C-c');
}

/** The same, and leaves the shell: the terminal is as it was before. */
export async function interruptsAndLeaves(terminal: Terminal): Promise<void> {
  await interrupts(terminal);
  // What is typed before the shell has its prompt again is not where it would be else.
  terminal.press("echo still he''re", 'Enter');
  await terminal.shows('still here');
  terminal.press('exit 3', 'Enter');
  expect(await terminal.exitCode()).toBe(3);
  const { before, after } = terminal.settings();
  expect(after).toBe(before);
}
