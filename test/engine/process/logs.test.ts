import { readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inFolder } from './support/in-folder.ts';

const at = inFolder();

/** Bytes of memory that a process has in use. */
const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;

/** Says so many lines as fast as they are taken. */
const flood = (lines: number): readonly string[] => [
  process.execPath,
  '-e',
  `let n = 0; const say = () => { let text = ''; for (let i = 0; i < 1000; i++) text += 'line ' + n++ + ' of a flood that goes on and on\\n';
   process.stdout.write(text, n < ${lines} ? say : undefined); }; say();`,
];

test.runIf(process.platform === 'linux')(
  'every line of a flood is on disk, in order, while memory stays bounded and another unit is heard',
  async () => {
    const { engine, signal, start, supervisor } = at();
    const lines = 1_000_000;
    const other = await start('i=0; while [ $i -lt 20 ]; do echo "other $i"; i=$((i+1)); sleep 0.05; done', {
      unit: 'other',
    });
    // As long as something runs, the supervisor stays.
    await start('sleep infinity', { unit: 'keeper' });
    const pid = supervisor();
    const before = memoryOf(pid);
    const handle = await start('', { command: flood(lines) });
    let most = 0;
    const watching = setInterval(() => {
      most = Math.max(most, memoryOf(pid));
    }, 20);
    await engine.wait(handle, signal).exit;
    clearInterval(watching);
    let next = 0;
    for await (const { line } of engine.logs(handle, { follow: false }, signal)) {
      if (line !== `line ${next} of a flood that goes on and on`) break;
      next++;
    }
    expect(next).toBe(lines);
    expect(most).toBeGreaterThan(0);
    expect(most - before).toBeLessThan(60 * 1024 * 1024);
    await engine.wait(other, signal).exit;
    const heard: string[] = [];
    for await (const { line } of engine.logs(other, { follow: false }, signal)) heard.push(line);
    expect(heard).toEqual(Array.from({ length: 20 }, (_, index) => `other ${index}`));
  },
);

test('a log is cut into parts, of which the newest are kept', async () => {
  const { engine, signal, start, folder, project } = at();
  const logging = { options: { 'max-size': '100k', 'max-file': '3' } };
  const handle = await start('', { command: flood(20_000), container: { logging } });
  await engine.wait(handle, signal).exit;
  const log = join(folder, 'devstack', project, 'units', `${project}-app-1`, 'log');
  const parts = await readdir(log);
  const sizes = await Promise.all(parts.map(async (part) => (await stat(join(log, part))).size));
  expect(parts).toHaveLength(3);
  expect(Math.max(...sizes)).toBeLessThan(300 * 1024);
  const read: string[] = [];
  for await (const { line } of engine.logs(handle, { follow: false, tail: 2000 }, signal)) read.push(line);
  expect(read).toHaveLength(2000);
  expect(read.at(-1)).toBe('line 19999 of a flood that goes on and on');
});

test('what is not text comes through, and a line of Windows ends without its sign', async () => {
  const { engine, signal, start } = at();
  const handle = await start("printf 'caf\\351 \\342\\202\\254\\r\\nnext\\n'");
  await engine.wait(handle, signal).exit;
  const read: string[] = [];
  for await (const { line } of engine.logs(handle, { follow: false }, signal)) read.push(line);
  expect(read).toEqual(['caf\uFFFD €', 'next']);
});
