import { glob, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { stacksWithOwner, writeOwner } from '../../../src/engine/process/owner-file.ts';
import { Units } from '../../../src/engine/process/units.ts';
import { specOf } from '../../support/engine-things.ts';
import { ownProcess, testHost } from '../../support/test-host.ts';
import { inFolder } from './support/in-folder.ts';

const at = inFolder();

test('a unit of which a power failure has left no state is not there, and can be made anew', async () => {
  const { engine, signal, project, folder } = at();
  const spec = specOf(project, 'sleep infinity');
  await engine.create(spec, {}, signal);
  const [state = ''] = await Array.fromAsync(glob(join(folder, '**', spec.name, 'state.json')));
  await writeFile(state, '');
  expect((await engine.observe(project, signal)).containers).toEqual([]);
  await engine.create(spec, {}, signal);
  expect((await engine.observe(project, signal)).containers).toMatchObject([{ status: { kind: 'created' } }]);
});

/** What a claim of this place looks like whose file was never written. */
async function leaveClaim(place: 'supervisor' | 'lock'): Promise<void> {
  const { project, folder } = at();
  const claim = join(folder, 'devstack', project, place);
  await mkdir(claim, { recursive: true });
  await writeFile(join(claim, 'claim'), '');
}

test('a supervisor of which a power failure has left nothing but its place is followed by another', async () => {
  await leaveClaim('supervisor');
  const { start, status } = at();
  expect(await status(await start('sleep infinity'))).toBe('running');
});

test('a lock of which a power failure has left nothing but its place is free', async () => {
  await leaveClaim('lock');
  const { engine, project, signal } = at();
  const lock = engine.lock(project);
  const holder = { command: 'up', host: 'laptop', process: ownProcess, since: 0 };
  expect(await lock.acquire(holder, signal)).toEqual({ kind: 'held' });
  await lock.release(signal);
});

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
