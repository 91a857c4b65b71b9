import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { keepSize } from '../../../src/engine/docker/keep-size.ts';

/** A terminal that can be resized, and a process that takes its size from the time that it runs. */
function terminalAndProcess() {
  const changes = new EventEmitter();
  let size = { columns: 80, rows: 24 };
  let runs = false;
  const offered: string[] = [];
  const taken: string[] = [];
  return {
    offered,
    taken,
    changes,
    terminal: {
      size: () => size,
      onResize(callback: () => void) {
        changes.on('change', callback);
        return () => void changes.off('change', callback);
      },
      lend: () => undefined,
    },
    async offer({ w, h }: { readonly w: number; readonly h: number }) {
      offered.push(`${w}x${h}`);
      if (!runs) throw new Error('(HTTP code 409) is not running');
      taken.push(`${w}x${h}`);
    },
    start: () => (runs = true),
    resize(columns: number, rows: number) {
      size = { columns, rows };
      changes.emit('change');
    },
  };
}

test('a process that does not run yet gets the size of the terminal once it does', async () => {
  const { terminal, offer, offered, taken, start } = terminalAndProcess();
  const release = keepSize(terminal, offer);
  await vi.waitFor(() => expect(offered.length).toBeGreaterThan(1));
  expect(taken).toEqual([]);
  start();
  await vi.waitFor(() => expect(taken).toEqual(['80x24']));
  release();
});

test('of sizes that were changed before the process runs it gets the last, and once', async () => {
  const { terminal, offer, offered, taken, start, resize } = terminalAndProcess();
  const release = keepSize(terminal, offer);
  resize(100, 30);
  resize(120, 40);
  await vi.waitFor(() => expect(offered.filter((one) => one === '120x40').length).toBeGreaterThan(1));
  start();
  await vi.waitFor(() => expect(taken).toEqual(['120x40']));
  resize(60, 20);
  expect(taken).toEqual(['120x40', '60x20']);
  release();
});

test('a size that changes while another is on its way is offered once that was answered', async () => {
  const { terminal, offered, resize } = terminalAndProcess();
  const answers: (() => void)[] = [];
  const release = keepSize(terminal, ({ w, h }) => {
    offered.push(`${w}x${h}`);
    return new Promise<void>((resolve) => answers.push(resolve));
  });
  resize(100, 30);
  resize(120, 40);
  expect(offered).toEqual(['80x24']);
  answers[0]?.();
  await vi.waitFor(() => expect(offered).toEqual(['80x24', '120x40']));
  answers[1]?.();
  release();
});

test('nothing is offered any more when the process has ended', async () => {
  const { terminal, offer, offered, changes, resize } = terminalAndProcess();
  const release = keepSize(terminal, offer);
  await vi.waitFor(() => expect(offered.length).toBeGreaterThan(1));
  release();
  const { length } = offered;
  resize(100, 30);
  const other = terminalAndProcess();
  const releaseOther = keepSize(other.terminal, other.offer);
  await vi.waitFor(() => expect(other.offered.length).toBeGreaterThan(length + 1));
  releaseOther();
  expect(changes.listenerCount('change')).toBe(0);
  expect(offered).toHaveLength(length);
});
