import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { config } from './config.ts';
import { differencesOf, reasons } from './differences.ts';
import { type Project, projects, storedAnswer, withoutPlace } from './projects.ts';

const allDifferences = async (project: Project) =>
  differencesOf(storedAnswer(project), withoutPlace(await config(project, '--format', 'json'), project));

describe('devstack understands a Compose project as docker compose does', () => {
  test('and there are many of them', () => {
    expect(projects.length).toBeGreaterThanOrEqual(60);
  });

  test.each(projects)('$name', async (project) => {
    const differences = await allDifferences(project);
    expect(differences.filter((difference) => !reasons.some(({ explains }) => explains(difference)))).toEqual([]);
  });

  test('and no reason for a difference is out of date', async () => {
    const differences = (await Promise.all(projects.map(allDifferences))).flat();
    const unused = reasons.filter(({ explains }) => !differences.some(explains));
    expect(unused.map(({ why }) => why)).toEqual([]);
  });
});

describe('what is printed can be read again', () => {
  test.each(projects)('and means the same: $name', async (project) => {
    const folder = mkdtempSync(join(tmpdir(), 'corpus-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const printed = await config(project);
    writeFileSync(join(folder, 'compose.yaml'), printed);
    const { environment } = project;
    expect(await config({ folder, environment, options: ['--profile', '*'] })).toEqual(printed);
  });
});
