import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { dockerEngine } from '../../src/engine/docker/docker-engine.ts';
import { type FakeEngine, startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';
import { testShell } from './support/test-shell.ts';

const manifest = (exit = 0, more = '') => `
name: play
stages: [data, work, app]
services:
  db: { image: "busybox:1.36", command: [sleep, infinity], stage: data }
  api: { image: "busybox:1.36", command: [sleep, infinity], stage: app${more} }
jobs:
  seed: { image: "busybox:1.36", command: [sh, -c, "echo sowing; exit ${exit}"], stage: work }
`;

/** Runs devstack in a folder with the manifest, or (`away`) in one without. */
async function stackOf(fake: FakeEngine) {
  const folder = await mkdtemp(join(tmpdir(), 'devstack-history-'));
  const empty = await mkdtemp(join(tmpdir(), 'devstack-history-'));
  const write = (text: string) => writeFile(join(folder, 'devstack.yaml'), text);
  await write(manifest());
  const runIn = async (cwd: string, args: readonly string[]) => {
    const shell = testShell({ folder: cwd, environment: { DOCKER_HOST: `unix://${fake.socket}` } });
    return { code: await runCommandLine(args, shell), ...shell.written };
  };
  return {
    write,
    devstack: (...args: readonly string[]) => runIn(folder, args),
    away: (...args: readonly string[]) => runIn(empty, args),
  };
}

/** Ids of the runs, the newest first. */
const idsOf = (json: string): readonly string[] => JSON.parse(json).map(({ id }: { readonly id: string }) => id);

describe('the history', () => {
  test('lists runs, the newest first, with what failed first', async () => {
    await using fake = await startFakeEngine();
    const { devstack, write } = await stackOf(fake);
    await devstack('up', '-d');
    await devstack('up', '-d');
    await write(manifest(3));
    await devstack('job', 'run', 'seed');
    await devstack('restart', 'api');
    await devstack('stop');
    const { code, out, err } = await devstack('history');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const lines = out.split('\n').map((line) => line.replace(/^\S{6} +\S+ ago +/, ''));
    expect(lines).toEqual([
      expect.stringMatching(/^RUN +WHEN +COMMAND +OUTCOME +TOOK +FIRST FAILURE$/),
      expect.stringMatching(/^stop +stopped +\S+ +-$/),
      expect.stringMatching(/^restart api +ready +\S+ +-$/),
      expect.stringMatching(/^job run seed +failed +\S+ +job "seed" ended with exit code 3$/),
      expect.stringMatching(/^up +ready +\S+ +-$/),
      '',
    ]);
  });

  test('is shorter where that is asked for, and for programs', async () => {
    await using fake = await startFakeEngine();
    const { devstack, away } = await stackOf(fake);
    await devstack('up', '-d');
    await devstack('down');
    const { out } = await away('-p', 'play', 'history', '-n', '1', '--json');
    expect(JSON.parse(out)).toEqual([
      expect.objectContaining({
        command: 'down',
        units: [],
        files: ['devstack.yaml'],
        outcome: 'stopped',
        failed: false,
        goesOn: false,
        at: expect.any(Number),
        durationMs: expect.any(Number),
      }),
    ]);
  });

  test('says where there is none', async () => {
    await using fake = await startFakeEngine();
    const { devstack } = await stackOf(fake);
    expect(await devstack('history')).toEqual({ code: 0, out: '', err: 'nothing is remembered of runs of "play"\n' });
    expect(await devstack('explain')).toMatchObject({ code: 2, err: expect.stringContaining('runs of "play"') });
  });

  test('leaves out what can not be read, and tells that', async () => {
    await using fake = await startFakeEngine();
    const { devstack } = await stackOf(fake);
    await devstack('up', '-d');
    const files = fake.state.volumes.get('play_devstack')?.files;
    files?.set('/history/07.json', { kind: 'file', mode: 0o600, content: Buffer.from('{"version":1,"id') });
    const { code, out, err } = await devstack('history');
    expect(code).toBe(0);
    expect(out.split('\n')).toHaveLength(3);
    expect(err).toBe('warning: a run of the history can not be read and is left out: history/07\n');
  });

  test('tells a run whose devstack is gone from one that goes on', async () => {
    await using fake = await startFakeEngine();
    const { devstack } = await stackOf(fake);
    await devstack('up', '-d');
    const engine = dockerEngine(fake.host);
    const memory = engine.memory('play');
    const documents = await memory.read(AbortSignal.timeout(10_000));
    const { end: _, ...begun } = documents.get('history/00') as Record<string, unknown>;
    await memory.write(new Map([['history/00', begun]]), AbortSignal.timeout(10_000));
    expect(await devstack('history')).toMatchObject({ out: expect.stringMatching(/ up +goes on +- +-\n/) });
    const gone = { ...begun, process: { pid: 1, start: 'never', bootId: '' } };
    await memory.write(new Map([['history/00', gone]]), AbortSignal.timeout(10_000));
    engine.close();
    expect(await devstack('history')).toMatchObject({ out: expect.stringMatching(/ up +did not end +- +-\n/) });
    expect(await devstack('explain')).toMatchObject({ out: expect.stringContaining('what it set out to do') });
  });
});

describe('a run', () => {
  test('is told stage by stage, with causes and with what failed', async () => {
    await using fake = await startFakeEngine();
    const { devstack, write } = await stackOf(fake);
    await devstack('up', '-d', '--through', 'data');
    await write(manifest(3));
    await devstack('up', '-d');
    const { code, out } = await devstack('explain');
    expect(code).toBe(0);
    const shown = out
      .replace(/^run \w{6}/, 'run ID')
      .replaceAll(/\d+(\.\d+)?m?s/g, 'T')
      .replace(/^\S+Z, on \S+/m, 'WHEN, on HOST')
      .replaceAll(/ +$/gm, '');
    expect(shown).toMatchInlineSnapshot(`
      "run ID  up  failed after T
      WHEN, on HOST devstack.yaml

      stage 1 data  done after T
        ✓ db  kept: unchanged

      stage 2 work  error after T: "seed" failed
        ✗ seed  run: has not completed yet
                created at T, started at T, failed at T, exit 3
            why       job "seed" ended with exit code 3
            last log  │ sowing
            blocks    1 not started: api

      stage 3 app  canceled: seed failed
        ◌ api  not started: seed failed
               created at T
      "
    `);
  });

  test('keeps to 80 columns, also where it is told of a long failure', async () => {
    await using fake = await startFakeEngine();
    const { devstack, write } = await stackOf(fake);
    const command = 'echo {"no-name-that-any-environment-would-ever-take":1} > /devstack-output/outputs.json';
    await write(`name: play\njobs:\n  seed: { image: "busybox:1.36", command: [sh, -c, '${command}'] }\n`);
    await devstack('up', '-d');
    const { out } = await devstack('explain');
    expect(out).toContain('not usable');
    expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  test('is found by the beginning of its id, also without the manifest', async () => {
    await using fake = await startFakeEngine();
    const { devstack, away, write } = await stackOf(fake);
    await devstack('up', '-d');
    await write(manifest(0, ', environment: { FOO: "1" }'));
    await devstack('up', '-d');
    await devstack('down');
    const [, second = ''] = idsOf((await devstack('history', '--json')).out);
    const { out } = await away('explain', '-p', 'play', second);
    expect(out).toContain('recreated: environment (FOO) changed');
    expect(out).toContain('skipped: nothing changed since it last ran');
    const { code, out: json } = await devstack('explain', second, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(json)).toMatchObject({ id: second, goesOn: false, units: [{ instance: 'db#1' }, {}, {}] });
  });

  test('that is not known is an error, as is one of several', async () => {
    await using fake = await startFakeEngine();
    const { devstack } = await stackOf(fake);
    await devstack('up', '-d');
    await devstack('down');
    expect(await devstack('explain', 'zzz')).toMatchObject({
      code: 2,
      err: 'error: "play" remembers no run "zzz"\nhint: "devstack history" lists them\n',
    });
    const ids = idsOf((await devstack('history', '--json')).out);
    expect(await devstack('explain', ids[0]?.slice(0, 2) ?? '')).toMatchObject({
      code: 2,
      err: expect.stringContaining(`is the beginning of several runs: ${ids.join(', ')}`),
    });
  });

  test('without a failure names the latest one that has failed', async () => {
    await using fake = await startFakeEngine();
    const { devstack, write } = await stackOf(fake);
    await write(manifest(3));
    await devstack('up', '-d');
    await write(manifest());
    await devstack('up', '-d');
    const [, failed] = idsOf((await devstack('history', '--json')).out);
    expect(await devstack('explain')).toMatchObject({
      code: 0,
      err: `the latest run that failed: devstack explain ${failed}\n`,
    });
  });
});
