import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { devstack } from './support/devstack.ts';
import { composeFolder, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

/** A service that takes a while to end, and writes when it is told to and when it does. */
const slowly = (name: string) =>
  `trap 'echo ${name} told >> /told/log; sleep 0.3; echo ${name} ends >> /told/log; exit' TERM; ` +
  'while :; do sleep 3600 & wait $$!; done';
const unit = (name: string, needs = '') =>
  `  ${name}: { image: "busybox:1.36", command: [sh, -c, "${slowly(name)}"], volumes: ["./told:/told"], ${needs} }`;
const stack = ['services:', unit('a'), unit('b', 'depends_on: [a]'), unit('c', 'depends_on: [b]'), ''].join('\n');

const order = ['c told', 'c ends', 'b told', 'b ends', 'a told', 'a ends'];

withEngine.for(['down', 'stop'])(
  'with %s nothing is told to stop before all that needs it has ended',
  async (command) => {
    const [folder, project] = [await composeFolder(stack), testProject()];
    const call = (...args: string[]) => devstack([...args, '-f', folder, '-p', project]);
    expect(await call('up', '-d')).toMatchObject({ exitCode: 0 });
    expect(await call(command)).toMatchObject({ exitCode: 0 });
    expect((await readFile(join(folder, 'told', 'log'), 'utf8')).trim().split('\n')).toEqual(order);
  },
);
