import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Event, StackError, up } from '../../src/index.ts';
import { startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';

const text = `
name: shop
jobs:
  migrate: { image: "busybox:1.36", command: [sh, -c, "exit 3"] }
`;

test('a start that fails tells why, also where what it had begun can not be removed', async () => {
  await using fake = await startFakeEngine();
  const folder = await mkdtemp(join(tmpdir(), 'devstack-library-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'devstack.yaml'), text);
  const events: Event[] = [];
  const onEvent = (event: Event): void => {
    events.push(event);
    if (event.type !== 'unit.failed') return;
    const id = fake.state.find('shop-migrate-1')?.id;
    fake.inject({ match: `DELETE /containers/${id}`, effect: { kind: 'refuse', status: 403, message: 'not allowed' } });
  };
  const environment = { ...fake.host.environment, XDG_STATE_HOME: folder };
  const starting = up({ cwd: folder, isolated: false, env: environment, onEvent });
  await expect(starting).rejects.toThrow(StackError);
  await expect(starting).rejects.toMatchObject({ unit: 'migrate', code: 'job-exit' });
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'warning', message: expect.stringContaining('could not be removed') }),
  );
});
