import { describe, expect } from 'vitest';
import { devstack, start } from './support/devstack.ts';
import { execIn } from './support/engine.ts';
import { manifestFolder, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

const talking = `
name: any
stages: [make, use]
jobs:
  token:
    stage: make
    image: busybox:1.36
    command:
      - sh
      - -ec
      - echo making; echo '{"TOKEN":{"value":"open-sesame","sensitive":true}}' >$$DEVSTACK_OUTPUT
    outputs: { TOKEN: { sensitive: true } }
services:
  api:
    stage: use
    image: busybox:1.36
    init: true
    command: ["sh", "-c", "echo one; echo got $$TOKEN; echo three; until [ -f /tmp/end ]; do sleep 0.05; done; echo bye"]
    depends_on: [token]
    ready: { log: three }
`;

/** A stack that is up: a job that has passed a secret on, and a service that has printed it. */
async function talkingStack(): Promise<string> {
  const project = testProject();
  const up = await devstack(['up', '-d', '-f', await manifestFolder(talking), '-p', project]);
  expect(up.exitCode).toBe(0);
  return project;
}

describe('logs', () => {
  withEngine('are printed in the order of time, with names, and without what is secret', async () => {
    const project = await talkingStack();
    expect(await devstack(['logs', '-p', project])).toEqual({
      exitCode: 0,
      stdout: 'token │ making\napi   │ one\napi   │ got ••••\napi   │ three\n',
      stderr: '',
    });
  });

  withEngine('can be those of one unit, the last of them, and with their time', async () => {
    const project = await talkingStack();
    const { stdout } = await devstack(['logs', 'api', '-n', '1', '-t', '-p', project]);
    expect(stdout).toMatch(/^api │ \d{4}-\d\d-\d\dT[\d:.]+Z three\n$/);
  });

  withEngine('are followed until what writes them has ended, and every line comes once', async () => {
    const project = await talkingStack();
    const following = start(['logs', '-f', '-p', project]);
    await following.wrote('api   │ three');
    await execIn(project, 'api', ['touch', '/tmp/end']);
    expect(await following.ended).toMatchObject({
      exitCode: 0,
      stdout: 'token │ making\napi   │ one\napi   │ got ••••\napi   │ three\napi   │ bye\n',
    });
  });

  withEngine('of a unit that is not there are a wrong command line', async () => {
    const project = await talkingStack();
    const { exitCode, stderr } = await devstack(['logs', 'aip', '-p', project]);
    expect(exitCode).toBe(2);
    expect(stderr).toBe(`error: "${project}" has no unit "aip"\nhint: did you mean "api"?\n`);
  });
});

describe('ps', () => {
  withEngine('lists what there is, in the order in which it comes up', async () => {
    const project = await talkingStack();
    const table = await devstack(['ps', '-p', project]);
    const [heading, ...rows] = table.stdout.trimEnd().split('\n');
    expect(heading).toMatch(/^UNIT +KIND +STAGE +STATE +HEALTH +SINCE +PORTS$/);
    expect(rows).toEqual([
      expect.stringMatching(/^token +job +make +completed +- +\S+ ago +-$/),
      expect.stringMatching(/^api +service +use +running +- +\S+ ago +-$/),
    ]);

    const json: unknown = JSON.parse((await devstack(['ps', '--json', '-p', project])).stdout);
    expect(json).toMatchObject([
      { unit: 'token', kind: 'job', stage: 'make', state: 'exited', exitCode: 0 },
      { unit: 'api', kind: 'service', stage: 'use', state: 'running' },
    ]);
  });

  withEngine('says so where there is nothing, and so does "down"', async () => {
    const project = testProject();
    const nothing = { exitCode: 0, stdout: '', stderr: `nothing of "${project}" is there\n` };
    expect(await devstack(['ps', '-p', project])).toEqual(nothing);
    const down = await devstack(['down', '-v', '-p', project]);
    expect(down).toMatchObject({ exitCode: 0, stderr: `nothing of "${project}" was there\n` });
  });
});
