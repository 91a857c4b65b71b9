import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { config } from '../corpus/config.ts';
import { differencesOf, reasons } from '../corpus/differences.ts';
import { type Project, projects, storedAnswer, withoutPlace } from '../corpus/projects.ts';

/** The version that the stored answers are of. */
const version = '2.40.3';

const present = spawnSync('docker', ['compose', 'version', '--short'], { encoding: 'utf8' }).stdout ?? '';

/** With RECORD=1 the answers are stored anew; format them with biome afterwards. */
const isRecording = process.env.RECORD === '1';

function answerOf(project: Project, input?: string): unknown {
  const options = input === undefined ? project.options : ['--profile', '*', '-f', '-'];
  const { PATH = '', DOCKER_CONFIG = `${process.env.HOME}/.docker` } = process.env;
  const text = execFileSync('docker', ['compose', ...options, 'config', '--format', 'json'], {
    cwd: project.folder,
    env: { PATH, DOCKER_CONFIG, ...project.environment },
    encoding: 'utf8',
    input: input ?? '',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  return withoutPlace(text, project);
}

describe.skipIf(!present.startsWith(version))(`docker compose ${version} answers what is stored`, () => {
  test.each(projects)('of $name', (project) => {
    const answer = answerOf(project);
    if (isRecording) writeFileSync(project.answer, `${JSON.stringify(answer, null, 2)}\n`);
    expect(storedAnswer(project)).toEqual(answer);
  });

  test.each(projects)('of what devstack prints of $name', async (project) => {
    const answer = answerOf(project, await config(project));
    const differences = differencesOf(storedAnswer(project), answer);
    expect(differences.filter((difference) => !reasons.some(({ explains }) => explains(difference)))).toEqual([]);
  });
});
