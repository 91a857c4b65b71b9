import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Event } from '../../../src/core/event.ts';
import { describeWithEngine } from '../engine-available.ts';
import { bringUp } from '../keys/harness.ts';

const unitsReady = (events: readonly Event[]) =>
  events.flatMap((event) => (event.type === 'unit.ready' ? [event.by] : []));
const answers = (events: readonly Event[]) =>
  events.flatMap((event) => (event.type === 'unit.probe' ? [event.error] : []));

/** Waits in a service until a probe was answered what `until` says, which needs the folder that is mounted here. */
const goOn = 'until [ -e /told/answered ]; do sleep 0.1; done';
const told = 'volumes: ["./told:/told"]';
const until = (answer: string) => ({
  files: { 'told/.keep': '' },
  onEvent: (event: Event, folder: string) => {
    if (event.type === 'unit.probe' && event.error === answer) writeFileSync(join(folder, 'told', 'answered'), '');
  },
});

/** A service that does this, and is ready when it says so. */
const service = (command: string, ready: string, more = '') => `
services:
  app:
    image: busybox:1.36
    init: true
    command: [sh, -c, ${JSON.stringify(`${command}; exec sleep infinity`)}]
    ${more}
    x-devstack:
      ready: ${ready}
      ready_timeout: 20s
`;

describeWithEngine('a service is ready', () => {
  test('when a file is there, though its image has nothing to look with', async () => {
    const command = `rm /bin/test; ${goOn}; mkdir -p /run/app; touch /run/app/ready`;
    const text = service(command, '{ file: /run/app/ready }', told);
    const notYet = 'there is no /run/app/ready yet';
    await using stack = await bringUp(text, until(notYet));
    expect(unitsReady(stack.events)).toMatchObject([{ kind: 'probe', probe: 'it has the file /run/app/ready' }]);
    expect(answers(stack.events)).toContain(notYet);
  });

  test.each([
    ['in memory', 'tmpfs: [/run/app]'],
    ['in a volume', 'volumes: [/run/app]'],
  ])('when a file is there, also %s', async (_, more) => {
    const text = service('sleep 0.3; touch /run/app/ready', '{ file: /run/app/ready }', more);
    await using stack = await bringUp(text);
    expect(await stack.unit('app').sh('ls /run/app')).toBe('ready');
    expect(unitsReady(stack.events)).toMatchObject([{ kind: 'probe' }]);
  });

  test('when a command exits with 0, with one of them under way at a time', async () => {
    const command = 'mkdir /lock || exit 9; echo x >> /times; sleep 0.1; rmdir /lock; test $(wc -l < /times) -ge 3';
    const check = `{ exec: ${JSON.stringify(command)} }`;
    await using stack = await bringUp(service('true', `{ all: [${check}, ${check}] }`));
    expect(unitsReady(stack.events)).toMatchObject([{ kind: 'probe' }]);
    expect(answers(stack.events)).not.toContainEqual(expect.stringContaining(': exit 9'));
  });

  test('when a line of its log matches, but not a line of its start before', async () => {
    const command =
      'if [ -e /again ]; then echo starting; sleep 1; touch /done; else touch /again; fi; echo ready to serve';
    await using stack = await bringUp(service(command, '{ log: "ready to \\\\w+" }'));
    expect(unitsReady(stack.events)).toMatchObject([{ kind: 'probe' }]);
    await stack.docker.getContainer((await stack.unit('app').inspect()).Id).stop();
    const again = await stack.again();
    expect(unitsReady(again.events)).toMatchObject([{ kind: 'probe' }]);
    expect(await stack.unit('app').sh('ls /done')).toBe('/done');
  });

  test('when its port answers in the network of a service that nothing is asked of', async () => {
    const text = service('httpd -p 8099', '{ tcp: { port: 8099 } }', 'network_mode: "service:base"');
    await using stack = await bringUp(
      `${text}  base: { image: "busybox:1.36", init: true, command: [sleep, infinity] }\n`,
    );
    expect(unitsReady(stack.events)).toMatchObject([{ kind: 'running' }, { kind: 'probe' }]);
  });

  test("when the engine's own tests have passed, where that is asked for", async () => {
    const more = 'healthcheck: { test: "test -e /well", interval: 300ms }';
    // Asked so seldom, it is the engine's word that ends the wait.
    const ready = '{ healthcheck: true, period: 1h }';
    await using stack = await bringUp(service('sleep 0.5; touch /well', ready, more));
    expect(unitsReady(stack.events)).toMatchObject([{ probe: 'its own healthcheck is good' }]);
    expect((await stack.unit('app').inspect()).State.Health?.Status).toBe('healthy');
  });

  test('when it runs, where its healthcheck only has times and its image has none', async () => {
    const text =
      'services: { app: { image: "busybox:1.36", init: true, command: sleep 99, healthcheck: { interval: 1s } } }';
    await using stack = await bringUp(text);
    expect(stack.outcome).toMatchObject({ kind: 'ready' });
  });

  test('when the healthcheck of its image passes, at once and not at the interval of that', async () => {
    const dockerfile = 'FROM busybox:1.36\\nHEALTHCHECK --interval=1h CMD test -e /well\\n';
    const app = `build: { dockerfile_inline: "${dockerfile}" }, init: true, command: "sh -c 'sleep 0.3; touch /well; exec sleep 99'"`;
    await using stack = await bringUp(`services: { app: { ${app} } }`);
    expect(unitsReady(stack.events)).toMatchObject([{ kind: 'probe', probe: '"test -e /well" exits 0' }]);
    await stack.docker.getImage(`${stack.project}-app`).remove({ force: true });
  });

  test('without being asked again once the healthcheck of its image has passed, before the engine has asked it', async () => {
    const dockerfile = 'FROM busybox:1.36\\nHEALTHCHECK --interval=1h CMD true\\n';
    const app = `build: { dockerfile_inline: "${dockerfile}" }, init: true, command: sleep 99`;
    await using stack = await bringUp(`services: { app: { ${app} } }`);
    const again = await stack.again();
    expect((await stack.unit('app').inspect()).State.Health?.Status).toBe('starting');
    expect(again.events).not.toContainEqual(expect.objectContaining({ type: 'unit.probing' }));
    expect(unitsReady(again.events)).toMatchObject([{ kind: 'kept' }]);
    await stack.docker.getImage(`${stack.project}-app`).remove({ force: true });
  });

  test('when all that it has to pass has passed', async () => {
    const command = `httpd -p 80; ${goOn}; touch /a; sleep 0.3; touch /b; echo up`;
    const ready = '{ all: [{ tcp: { port: 80 } }, { file: /a }, { exec: [test, -e, /b] }, { log: up }] }';
    const notYet = 'it has the file /a: there is no /a yet';
    await using stack = await bringUp(service(command, ready, told), until(notYet));
    const probe = ':80 accepts connections and it has the file /a and "test -e /b" exits 0 and its log matches /up/';
    expect(unitsReady(stack.events)).toMatchObject([{ kind: 'probe', probe }]);
    expect(answers(stack.events)).toContain(notYet);
  });
});
