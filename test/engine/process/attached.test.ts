import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import type { ContainerSpec } from '../../../src/plan/container-spec.ts';
import { specOf } from '../../support/engine-things.ts';
import { inFolder, processesWith } from './support/in-folder.ts';

const at = inFolder();

/** Starts a unit with streams of the test. */
async function startAttached(script: string, overrides: Partial<ContainerSpec> = {}) {
  const { engine, project, signal } = at();
  const handle = await engine.create(specOf(project, script, { oneOff: true, ...overrides }), {}, signal);
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const { closed } = await engine.attach(handle, { stdin, stdout, stderr }, signal);
  await engine.start(handle, signal);
  const ended = closed.then(() => {
    stdout.end();
    stderr.end();
  });
  return { handle, stdin, stdout, stderr, ended };
}

describe('a unit that somebody is attached to', () => {
  test('reads what it is given, and passes on what it says, byte by byte', async () => {
    const { engine, signal } = at();
    const { handle, stdin, stdout, stderr, ended } = await startAttached('tr a-z A-Z; printf no >&2; exit 7');
    stdin.end('no end of line');
    await ended;
    expect([await text(stdout), await text(stderr)]).toEqual(['NO END OF LINE', 'no']);
    expect(await engine.wait(handle, signal).exit).toEqual({ exitCode: 7, oomKilled: false });
  });

  test('takes with it what it has begun, though that holds its output', async () => {
    const { project } = at();
    const { ended } = await startAttached('setsid sleep 300 & exit 0', { environment: new Map([['OF', project]]) });
    await ended;
    expect(processesWith(`OF=${project}`)).toEqual([]);
  });

  test('ends when it is asked to, by whoever is attached as well', async () => {
    const { engine, signal } = at();
    const { handle, stdout, ended } = await startAttached(
      'trap "echo bye; exit 3" TERM; echo up; while :; do sleep 0.02; done',
    );
    stdout.once('data', () => void engine.stop(handle, signal));
    await ended;
    expect(await engine.wait(handle, signal).exit).toMatchObject({ exitCode: 3 });
  });

  test('is told when its program is not there', async () => {
    await expect(startAttached('', { command: ['devstack-no-such-program'] })).rejects.toThrow(
      'there is no program "devstack-no-such-program"',
    );
  });
});
