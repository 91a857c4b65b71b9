import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { stacksWithOwner, writeOwner } from '../../../src/engine/process/owner-file.ts';
import { Units } from '../../../src/engine/process/units.ts';
import { ownProcess, testHost } from '../../support/test-host.ts';

test('a file that a power failure has left empty hides no other stack that belongs to a process', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'devstack-owner-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const host = testHost({ environment: { XDG_STATE_HOME: folder } });
  const units = new Units(host);
  const owner = { command: 'test', host: host.name, process: { ...ownProcess, pid: 1 }, since: 0 };
  for (const project of ['broken', 'whole']) await writeOwner(units, { project, owner, images: [] });
  await writeFile(join(units.project('broken').path, 'owner.json'), '');
  expect(await stacksWithOwner(units, host)).toMatchObject([{ project: 'whole', isOrphaned: true }]);
});
