import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { devstack } from './support/devstack.ts';
import { containersOf } from './support/engine.ts';
import { manifestFolder, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

const service = (name: string, seconds: number): string =>
  `  ${name}: { image: "busybox:1.36", init: true, command: ["sleep", "${seconds}"] }\n`;

withEngine('the plan of a changed manifest says what would be done and why, and does nothing', async () => {
  const project = testProject();
  const folder = await manifestFolder(
    `name: any\nservices:\n${service('a', 1000)}${service('b', 1000)}${service('c', 1000)}`,
  );
  await devstack(['up', '-d', '-f', folder, '-p', project]);
  const before = await containersOf(project);
  await writeFile(
    join(folder, 'devstack.yaml'),
    `name: any\nservices:\n${service('a', 1000)}${service('b', 2000)}${service('d', 3000)}`,
  );

  const { exitCode, stdout, stderr } = await devstack(['plan', '-f', folder, '-p', project]);

  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/ a +service .*keep: unchanged/);
  expect(stdout).toMatch(/ b +service .*recreate: command changed/);
  expect(stdout).toMatch(/ d +service .*create: /);
  expect(stderr).toBe(`note: left alone, since the manifest has no use for it: "${project}-c-1"\n`);
  expect(await containersOf(project)).toEqual(before);
});
