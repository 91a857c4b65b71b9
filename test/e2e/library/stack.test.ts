import { describe, expect } from 'vitest';
import { type Event, UsageError } from '../../../src/index.ts';
import { fixtures } from '../support/devstack.ts';
import { containersOf, leftOf } from '../support/engine.ts';
import { withEngine } from '../support/with-engine.ts';
import { upSmall } from './small-stack.ts';

describe('a stack that a program has brought up', () => {
  withEngine('has a name of its own, answers where it says, and is gone with its data in the end', async () => {
    const stack = await upSmall();
    expect(stack.project).toMatch(/^e2e-lib-t-[0-9a-f]{8}$/);
    expect(stack.units).toEqual(['seed', 'web']);
    expect(await (await fetch(stack.url('web'))).text()).toBe('ok\n');
    expect(stack.url('web', 8080)).toBe(`http://127.0.0.1:${stack.port('web')}`);
    expect(stack.addresses.web).toMatchObject([{ host: '127.0.0.1', port: stack.port('web'), unitPort: 8080 }]);
    await stack[Symbol.asyncDispose]();
    expect(await leftOf(stack.project)).toEqual([]);
    expect(stack.addresses).toEqual({});
    expect(() => stack.url('web')).toThrow(UsageError);
  });

  withEngine('gets its variables from the program, and its outputs from its jobs', async () => {
    const stack = await upSmall({ env: { GREETING: 'world' } });
    expect(await stack.env('web')).toMatchObject({ GREETING: 'world', TOKEN: 's3cret-token' });
  });

  withEngine('has a database where its clients find it', async () => {
    const stack = await upSmall({ file: `${fixtures}/shop`, through: 'data' });
    expect(stack.url('db')).toBe(`postgres://shop:shop@127.0.0.1:${stack.port('db', 5432)}/shop`);
  });

  withEngine('goes as far as is asked', async () => {
    const stack = await upSmall({ through: 'prepare' });
    expect([...(await containersOf(stack.project)).keys()]).toEqual(['seed']);
    expect(() => stack.url('web')).toThrow(UsageError);
  });

  withEngine('runs commands: both outputs, input, exit code', async () => {
    const stack = await upSmall();
    const script = 'cat; echo "$WHAT" >&2; exit 3';
    const result = await stack.exec('web', ['sh', '-c', script], { input: 'given', env: { WHAT: 'told' } });
    expect(result).toEqual({ exitCode: 3, stdout: 'given', stderr: 'told\n' });
  });

  withEngine('runs a job again only where that is wanted or needed', async () => {
    const stack = await upSmall();
    expect(await stack.runJob('seed')).toEqual({ by: 'replayed', outputs: { TOKEN: 's3cret-token' } });
    expect(await stack.runJob('seed', { force: true })).toMatchObject({ by: 'run' });
    await expect(stack.runJob('web')).rejects.toThrow('"web" is a service, not a job');
  });

  withEngine('is stopped, started and restarted by unit, and its addresses follow', async () => {
    const stack = await upSmall();
    await stack.stop('web');
    expect(() => stack.url('web')).toThrow('"web" is not reached from here');
    await stack.start('web');
    expect((await fetch(stack.url('web'))).status).toBe(200);
    const before = (await containersOf(stack.project)).get('web');
    await stack.restart();
    const after = (await containersOf(stack.project)).get('web');
    expect(after?.startedAt).toBeGreaterThan(Number(before?.startedAt));
    expect((await fetch(stack.url('web'))).status).toBe(200);
  });

  withEngine('tells what is done to it, and prints nothing', async () => {
    const events: Event[] = [];
    await upSmall({ onEvent: (event) => events.push(event) });
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['run.started', 'unit.ready', 'run.ready']));
    expect(JSON.stringify(events)).not.toContain('s3cret-token');
  });
});

describe('the logs', () => {
  withEngine('are those of all units in the order of time, with sensitive outputs masked', async () => {
    const stack = await upSmall({ env: { GREETING: 'world' } });
    const lines = await Array.fromAsync(stack.logs());
    expect(lines.map(({ unit, line }) => [unit, line])).toEqual([
      ['seed', 'seeding'],
      ['web', 'hello world'],
      ['web', 'token ••••'],
    ]);
    expect(lines[0]).toMatchObject({ instance: 'seed#1', stream: 'stdout', at: expect.any(Number) });
  });

  withEngine('are followed until the reader leaves', async () => {
    const stack = await upSmall();
    const lines: string[] = [];
    for await (const { line } of stack.logs({ units: ['web'], follow: true })) {
      lines.push(line);
      if (lines.length === 2) await stack.exec('web', ['sh', '-c', 'echo and s3cret-token >/proc/1/fd/1']);
      if (lines.length === 3) break;
    }
    expect(lines).toEqual(['hello nobody', 'token ••••', 'and ••••']);
  });

  withEngine('end with the signal of the reader', async () => {
    const stack = await upSmall();
    const scope = new AbortController();
    await expect(async () => {
      for await (const _ of stack.logs({ follow: true, signal: scope.signal })) scope.abort(new Error('seen enough'));
    }).rejects.toThrow('seen enough');
  });
});

withEngine('the events tell how a stack stands, and what others do to it', async () => {
  const stack = await upSmall();
  const seen: string[] = [];
  for await (const event of stack.events()) {
    if (!event.type.startsWith('unit.')) continue;
    seen.push(event.type);
    if (event.type === 'unit.ready' && seen.filter((type) => type === 'unit.ready').length === 1) {
      stack.restart('web').catch(() => undefined);
    }
    if (seen.filter((type) => type === 'unit.ready').length === 2) break;
  }
  expect(seen.at(-1)).toBe('unit.ready');
});

withEngine('the events and the logs end when the stack has gone, whoever still reads them', async () => {
  const stack = await upSmall();
  const told: string[] = [];
  const events = (async () => {
    for await (const { type } of stack.events()) told.push(type);
  })();
  const logs = (async () => {
    for await (const { line } of stack.logs({ follow: true })) told.push(line);
  })();
  await expect.poll(() => told).toEqual(expect.arrayContaining(['unit.ready', 'token ••••']));
  await stack[Symbol.asyncDispose]();
  await Promise.all([events, logs]);
});
