import Docker from 'dockerode';
import { expect } from 'vitest';
import { devstack } from './support/devstack.ts';
import { composeFolder, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

const docker = new Docker();
const stack = `
services:
  a: { image: "busybox:1.36", init: true, command: "sleep 1000" }
  b: { image: "busybox:1.36", init: true, command: "sleep 1000" }
`;

async function reaches(project: string, from: string, to: string): Promise<boolean> {
  const exec = await docker.getContainer(`${project}-${from}-1`).exec({
    Cmd: ['sh', '-c', `for try in 1 2 3; do ping -c1 -W2 ${to} && exit; done; exit 1`],
    AttachStdout: true,
  });
  const stream = await exec.start({});
  await new Promise((resolve) => stream.on('end', resolve).resume());
  return (await exec.inspect()).ExitCode === 0;
}

withEngine('a stack whose network was removed while it was stopped comes up on another', async () => {
  const [folder, project] = [await composeFolder(stack), testProject()];
  const call = (...args: string[]) => devstack([...args, '-f', folder, '-p', project]);
  expect(await call('up', '-d')).toMatchObject({ exitCode: 0 });
  await call('stop');
  await docker.getNetwork(`${project}_default`).remove();
  expect((await call('up', '-d')).stdout).toContain('network "default" is gone');
  expect(await reaches(project, 'a', 'b')).toBe(true);
  expect((await call('up', '-d')).stdout).toContain('nothing changed');
});

withEngine('a container that was taken off its network is no part of an unchanged stack', async () => {
  const [folder, project] = [await composeFolder(stack), testProject()];
  const call = (...args: string[]) => devstack([...args, '-f', folder, '-p', project]);
  expect(await call('up', '-d')).toMatchObject({ exitCode: 0 });
  await docker.getNetwork(`${project}_default`).disconnect({ Container: `${project}-a-1` });
  expect((await call('plan')).stdout).toContain('not on network "default" any more');
  const { stdout } = await call('up', '-d');
  expect(stdout).toContain('again: a (not on network "default" any more)');
  expect(await reaches(project, 'b', 'a')).toBe(true);
});

withEngine('a network that somebody else has made is used as it is, also by what is started again', async () => {
  const [folder, project] = [await composeFolder(stack), testProject()];
  const call = (...args: string[]) => devstack([...args, '-f', folder, '-p', project]);
  const network = await docker.createNetwork({ Name: `${project}_default` });
  try {
    expect(await call('up', '-d')).toMatchObject({ exitCode: 0 });
    expect((await call('up', '-d')).stdout).toContain('nothing changed');
    await call('stop');
    expect((await call('up', '-d')).stdout).toContain('again: a, b (stopped with exit code');
  } finally {
    await call('down');
    await network.remove();
  }
});
