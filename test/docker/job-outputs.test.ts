import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Dockerode from 'dockerode';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { dockerEngine } from '../../src/engine/docker/docker-engine.ts';
import { outputLimit } from '../../src/run/jobs/outputs.ts';
import { planOf, playToEnd } from '../run/support/stage-play.ts';
import { removeProject, uniqueProject } from '../support/engine-things.ts';
import { describeWithEngine, engineHost } from './engine-available.ts';

const engine = dockerEngine(engineHost);
const docker = new Dockerode();
afterAll(() => engine.close());

const ours = '/devstack-output/outputs.json';
const pipelines = '/qovery-output/qovery-output.json';

/** Brings a stack up on the real engine, and removes it when the test is over. */
async function bringUp(manifest: string) {
  const project = uniqueProject();
  onTestFinished(() => removeProject(engine, project));
  const play = await playToEnd(engine, await planOf(manifest, project));
  const { containers } = await engine.observe(project, AbortSignal.timeout(10_000));
  return { ...play, project, containers };
}

/** Runs a job alone; `more` are further keys of it. */
async function runJob(script: string, more = '') {
  const command = JSON.stringify(['sh', '-c', script.replaceAll('$', '$$$$')]);
  const { events, outcome, ...rest } = await bringUp(
    `jobs: { seed: { image: "busybox:1.36", command: ${command}, ${more} } }`,
  );
  const completed = events.find(({ type }) => type === 'unit.completed');
  return { ...rest, outcome, names: completed?.type === 'unit.completed' ? completed.outputs : undefined };
}

const writing = (path: string, name: string): string => `echo '{"${name}":{"value":"x"}}' > ${path}`;

describeWithEngine('outputs of a job', () => {
  test.each([
    ['in its own file', writing(ours, 'A'), ['A']],
    ["in a pipeline's file", writing(pipelines, 'B'), ['B']],
    ['in the file that its environment names', writing('"$DEVSTACK_OUTPUT"', 'C'), ['C']],
    ['in its own file rather than in that of a pipeline', `${writing(ours, 'A')}; ${writing(pipelines, 'B')}`, ['A']],
    ["in a pipeline's file where its own is empty", `: > ${ours}; ${writing(pipelines, 'B')}`, ['B']],
    ['nowhere at all', 'true', []],
  ])('are found %s', async (_, script, names) => {
    expect((await runJob(script)).names).toEqual(names);
  });

  test.each([
    ['a user of its own', 'user: "1000"'],
    ['nothing but these folders that it can write to', 'read_only: true'],
    ['both', 'read_only: true, user: "1000"'],
  ])('are found of a job with %s', async (_, keys) => {
    expect((await runJob(writing(ours, 'A'), keys)).names).toEqual(['A']);
    expect((await runJob(writing(pipelines, 'B'), keys)).names).toEqual(['B']);
  });

  test.each([
    ['a link', `ln -s /etc/passwd ${ours}`, 'is no regular file'],
    ['a folder', `mkdir ${ours}`, 'is no regular file'],
    ['a file that is too large', `head -c ${outputLimit + 1} /dev/zero > ${ours}`, 'is larger than'],
  ])('are refused as %s', async (_, script, reason) => {
    const { outcome } = await runJob(`echo said so; ${script}`);
    const failure = {
      code: 'outputs-invalid',
      message: expect.stringContaining(reason),
      evidence: { logs: ['said so'] },
    };
    expect(outcome).toMatchObject({ kind: 'failed', failures: [{ failure }] });
  });

  test('are read up to their limit', async () => {
    const script = `(printf '{"A":{"value":"'; head -c ${outputLimit - 18} /dev/zero | tr '\\0' a; printf '"}}') > ${ours}`;
    expect((await runJob(script)).names).toEqual(['A']);
  });

  test('leave no volume behind when the job that could write nowhere else is removed', async () => {
    const { project, containers } = await runJob(writing(ours, 'A'), 'read_only: true');
    const mounted = await docker.getContainer(containers[0]?.handle ?? '').inspect();
    const volumes = mounted.Mounts.map(({ Name }) => Name);
    expect(volumes).toHaveLength(2);
    await removeProject(engine, project);
    const left = (await docker.listVolumes()).Volumes.map(({ Name }) => Name);
    expect(left.filter((name) => volumes.includes(name))).toEqual([]);
  });

  test('leave a folder of the host that is mounted there as it was', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'devstack-outputs-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const before = (await stat(folder)).mode;
    expect((await runJob(writing(pipelines, 'B'), `volumes: ["${folder}:/qovery-output"]`)).names).toEqual(['B']);
    expect((await stat(folder)).mode).toBe(before);
  });

  test('are written by a job whose image has these folders closed', async () => {
    const tag = `${uniqueProject()}-image:1`;
    onTestFinished(() => docker.getImage(tag).remove({ force: true }));
    const base = await docker.createContainer({ Image: 'busybox:1.36', Cmd: ['mkdir', '-m', '700', '/qovery-output'] });
    await base.start();
    await base.wait();
    await base.commit({ repo: tag.split(':')[0], tag: '1' });
    await base.remove();
    const command = JSON.stringify(['sh', '-c', writing(pipelines, 'B')]);
    const { outcome } = await bringUp(`jobs: { seed: { image: "${tag}", command: ${command}, user: "1000" } }`);
    expect(outcome).toMatchObject({ kind: 'ready' });
  });
});
