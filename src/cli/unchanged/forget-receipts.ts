import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Shell } from '../shell.ts';
import { type Receipt, receiptFolder } from './receipt.ts';

/**
 * Drops the receipts of a project whose stack is about to be changed: to find out that nothing is as they say would only
 * hold up the next call. It never fails.
 */
export async function forgetReceipts({ call }: Pick<Shell, 'call'>, project: string): Promise<void> {
  if (call === undefined) return;
  const folder = receiptFolder(call);
  const names = await readdir(folder).catch(() => []);
  await Promise.all(names.map((name) => forget(join(folder, name), project).catch(() => undefined)));
}

async function forget(path: string, project: string): Promise<void> {
  const receipt: Receipt = JSON.parse(await readFile(path, 'utf8'));
  if (receipt.project === project) await rm(path, { force: true });
}
