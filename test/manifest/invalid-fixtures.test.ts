import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatProblems } from '../../src/core/problem-report.ts';
import { loadManifest } from '../../src/manifest/load.ts';
import { makePlan } from '../../src/plan/make-plan.ts';

const folder = join(import.meta.dirname, '../../fixtures/invalid');
/** Set it to write what is reported now; then read the difference. */
const update = process.env.UPDATE_PROBLEMS === '1';

describe('the report about', () => {
  it.each(readdirSync(folder))('fixtures/invalid/%s says what is wrong, where, and what to do', async (name) => {
    const cwd = join(folder, name);
    const { manifest, problems } = await loadManifest({ cwd, environment: {} }, new AbortController().signal);
    const planned = manifest ? makePlan(manifest, {}).problems : [];
    const report = formatProblems([...problems, ...planned], { color: false });
    const golden = join(cwd, 'problems.txt');
    if (update) await writeFile(golden, report);
    expect(report).toBe(await readFile(golden, 'utf8'));
  });
});
