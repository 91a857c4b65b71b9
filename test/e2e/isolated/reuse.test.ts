import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, onTestFinished } from 'vitest';
import { devstack, type Ended, start } from '../support/devstack.ts';
import { containersOf, leftOf } from '../support/engine.ts';
import { manifestFolder, testFolder } from '../support/project.ts';
import { withEngine } from '../support/with-engine.ts';

const manifest = (reset = 'none') => `
name: e2e-reuse-${process.pid}
services:
  db:
    image: busybox:1.36
    init: true
    command: [sleep, "1000"]
    volumes: [data:/data]
    ports: ["8000"]
jobs:
  seed:
    image: busybox:1.36
    command: [sh, -c, "echo seeded >> /data/rows"]
    volumes: [data:/data]
    depends_on: [db]
volumes: { data: }
test: { reset: ${reset} }
`;

/** A way to test with the same stack again and again, which is removed when the test is over. */
async function reused(reset?: string) {
  const folder = await manifestFolder(manifest(reset));
  const projects = new Set<string>();
  onTestFinished(async () => {
    for (const project of projects) await devstack(['down', '-v', '-p', project]);
  });
  const args = (script: string) => [
    ...['test', '-f', folder, '--reuse', '--', 'sh', '-c'],
    `echo project=$DEVSTACK_PROJECT; ${script}`,
  ];
  const projectIn = ({ stdout }: Pick<Ended, 'stdout'>): string => {
    const [, project = ''] = /^project=(\S+)$/m.exec(stdout) ?? [];
    projects.add(project);
    return project;
  };
  const run = async (script = 'true') => {
    const ended = await devstack(args(script));
    return { ...ended, project: projectIn(ended) };
  };
  return { run, begin: (script: string) => start(args(script)), projectIn };
}

const rowsIn = 'docker exec $DEVSTACK_PROJECT-db-1 cat /data/rows | xargs';
const addRow = 'docker exec $DEVSTACK_PROJECT-db-1 sh -c "echo dirty >> /data/rows"';

describe('devstack test --reuse', () => {
  withEngine('keeps the stack for the next run, which takes it as it is', async () => {
    const { run } = await reused();
    const first = await run();
    const before = await containersOf(first.project);
    const second = await run('test -n "$DEVSTACK_DB_PORT"');
    expect([first, second].map(({ exitCode, project }) => ({ exitCode, project }))).toEqual(
      [first, first].map(({ project }) => ({ exitCode: 0, project })),
    );
    const ids = (containers: typeof before) => [...containers.values()].map(({ id, startedAt }) => [id, startedAt]);
    expect(ids(await containersOf(first.project))).toEqual(ids(before));
    expect(before.get('db')?.running).toBe(true);
  });

  withEngine('keeps it also where the command fails', async () => {
    const { run } = await reused();
    const { exitCode, project } = await run('exit 7');
    expect(exitCode).toBe(7);
    expect(await leftOf(project)).not.toEqual([]);
  });

  withEngine('ends what a run that was killed has begun before the next one has the stack', async () => {
    const { run, begin, projectIn } = await reused();
    const pid = join(await testFolder(), 'pid');
    const killed = begin(`echo $$ > ${pid}; echo begun; exec sleep 3600`);
    await killed.wrote('begun');
    killed.child.kill('SIGKILL');
    await once(killed.child, 'exit');
    // Whoever has no parent left may stay a zombie for a while.
    const { stdout, project } = await run(`echo "state=$(ps -o stat= -p $(cat ${pid}))"`);
    expect(stdout).toMatch(/^state=(Z.*)?$/m);
    expect(projectIn(await killed.ended)).toBe(project);
  });

  withEngine('gives another stack to who tests at the same time', async () => {
    const { run, begin, projectIn } = await reused();
    const other = begin('echo begun; exec sleep 60');
    await other.wrote('begun');
    const { project } = await run();
    other.child.kill('SIGTERM');
    const first = projectIn(await other.ended);
    expect(first).not.toBe('');
    expect(project).not.toBe(first);
  });

  withEngine.each([
    ['none', 'seeded dirty'],
    ['seed', 'seeded dirty seeded'],
    ['snapshot', 'seeded'],
  ])('with "reset: %s" the next run finds %s', async (reset, rows) => {
    const { run } = await reused(reset);
    expect(await run(addRow)).toMatchObject({ exitCode: 0 });
    expect((await run(`echo rows=$(${rowsIn})`)).stdout).toMatch(new RegExp(`^rows=${rows}$`, 'm'));
  });
});
