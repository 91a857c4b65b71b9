import { expect, test } from 'vitest';
import { openScreen } from './open-screen.ts';

const holder = '"devstack up" (process 99 on laptop, since 10:00:03)';

test('a run that waits for another says so on the screen, until it goes on', async () => {
  const { terminal, run } = await openScreen(80, 24);
  run.play(100, { type: 'run.waiting', holder });
  const screen = await terminal.until((seen) => seen.includes('waits for "devstack up"'));
  expect(screen).toContain('shop  waiting ');
  expect(screen).toContain(` waits for ${holder}`);
  run.play(200, { type: 'run.planned', steps: [] });
  expect(await terminal.until((seen) => !seen.includes('devstack up'))).toContain('shop  starting');
});

test('one of another machine is told with what to do where it is gone', async () => {
  const { terminal, run } = await openScreen(120, 24);
  run.play(100, { type: 'run.waiting', holder, remedy: 'docker rm -f shop_devstack_lock' });
  const said = `waits for ${holder}; if that is no more: docker rm -f shop_devstack_lock`;
  await terminal.until((seen) => seen.includes(said));
});
