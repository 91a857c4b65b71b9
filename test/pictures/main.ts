// Takes the pictures of the README from the program itself, on the fixture "shop". Needs an engine and tmux.
// Usage: npm run pictures
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { svgOf } from './svg.ts';
import { PictureTerminal } from './terminal.ts';

const root = join(import.meta.dirname, '../..');
const bin = join(root, 'bin/devstack.js');
const columns = 100;
const rows = 22;
const project = 'corner-shop';
const files = ['-f', join(root, 'fixtures/shop/devstack.yaml')];
const broken = [...files, '-f', join(import.meta.dirname, 'broken-migration.yaml')];

function picture(terminal: PictureTerminal, name: string, title: string): void {
  const folder = join(root, 'docs');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.svg`), svgOf(terminal.rows(), columns, title));
  process.stderr.write(`docs/${name}.svg\n`);
}

const down = (): Buffer => execFileSync(process.execPath, [bin, ...files, '-p', project, 'down', '-v', '-t', '1']);

async function onScreen(given: readonly string[], show: (terminal: PictureTerminal) => Promise<void>): Promise<void> {
  // Long enough that what waits for it can be seen.
  using terminal = new PictureTerminal(columns, rows, { CI: '', API_WARM_UP_MS: '4000', TERM: 'tmux-256color' });
  try {
    terminal.run([process.execPath, bin, ...given, '-p', project, 'up'].join(' '));
    await show(terminal);
  } finally {
    down();
  }
}

down();
await onScreen(files, async (terminal) => {
  await terminal.shows(/api +.*try \d/);
  picture(terminal, 'starting', 'A stack that starts: stages, units, and what each of them waits for');
  await terminal.shows(/6\/6 ready/);
  terminal.press('4', 'j');
  await terminal.shows(/web is ready/);
  picture(terminal, 'running', 'A stack that is up');
  terminal.press('T');
  await terminal.shows(/TIMELINE/);
  picture(terminal, 'timeline', 'When what was ready, with the critical path');
  terminal.press('Escape');
  await terminal.shows(/ALL LOGS/);
  terminal.press('g');
  await terminal.shows(/GRAPH/);
  picture(terminal, 'graph', 'Who waits for whom');
});
await onScreen(broken, async (terminal) => {
  await terminal.shows(/FAILED/);
  picture(terminal, 'failed', 'A migration that failed: its last lines, what it blocks, and how to go on');
});
