import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { forgetReceipts } from '../../../src/cli/unchanged/forget-receipts.ts';
import { leaveReceipt } from '../../../src/cli/unchanged/leave-receipt.ts';
import { type Call, receiptPath } from '../../../src/cli/unchanged/receipt.ts';
import { sameAsBefore } from '../../../src/cli/unchanged/same-as-before.ts';

async function callIn(): Promise<Call> {
  const folder = await mkdtemp(join(tmpdir(), 'devstack-receipt-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const program = join(folder, 'main.js');
  await writeFile(program, 'first');
  const environment = { XDG_CACHE_HOME: folder, TERM: 'xterm' };
  return {
    argv: ['validate'],
    version: '1.2.3',
    program,
    folder,
    environment,
    home: folder,
    screens: [true, 80, true],
  };
}

const seen = {
  // As if all files had been there for long.
  since: Date.now() + 60_000,
  testimony: { files: new Map(), processes: new Map(), isPartial: false },
  heard: { sockets: new Set<string>(), answers: new Map(), isSigned: true, isComplete: true },
  written: [['stdout', 'fine\n']],
  before: new Map(),
} as const;

test('another build of the program says for itself what there is to say, though its version is the same', async () => {
  const call = await callIn();
  await leaveReceipt(call, seen);
  expect(await sameAsBefore(call, process)).toEqual([['stdout', 'fine\n']]);
  await writeFile(call.program, 'second');
  expect(await sameAsBefore(call, process)).toBeUndefined();
});

test('calls that differ in anything are told apart', async () => {
  const call = await callIn();
  const others: readonly Partial<Call>[] = [
    {},
    { argv: ['validate', ''] },
    { argv: ['validate', '-f', 'a'] },
    { argv: ['validate', '-f', 'b'] },
    { version: '1.2.4' },
    { folder: '/' },
    { screens: [true, 81, true] },
    { screens: [false, 80, true] },
    { environment: { ...call.environment, TERM: 'xtern' } },
    { environment: { ...call.environment, TERM: '', MRET: 'xterm' } },
  ];
  expect(new Set(others.map((other) => receiptPath({ ...call, ...other }))).size).toBe(others.length);
});

test('the names of very many calls are all different', async () => {
  const call = await callIn();
  const names = Array.from({ length: 100_000 }, (_, at) => receiptPath({ ...call, environment: { A: String(at) } }));
  expect(new Set(names).size).toBe(names.length);
});

test('what is kept of a project is dropped with its stack, and nothing of another one', async () => {
  const call = await callIn();
  const other = { ...call, argv: ['up', '-d', '-p', 'other'] };
  await leaveReceipt(call, { ...seen, project: 'shop' });
  await leaveReceipt(other, { ...seen, project: 'other' });
  await forgetReceipts({ call }, 'shop');
  expect(await sameAsBefore(call, process)).toBeUndefined();
  expect(await sameAsBefore(other, process)).toEqual([['stdout', 'fine\n']]);
});

test('a folder of receipts that is not there keeps no stack from being taken down', async () => {
  const call = await callIn();
  await expect(forgetReceipts({ call }, 'shop')).resolves.toBeUndefined();
});
