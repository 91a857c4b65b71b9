import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { devstack } from './support/devstack.ts';
import { manifestFolder, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

const manifest = `
stages: [data, work]
services:
  db: { stage: data, image: "busybox:1.36", init: true, command: sleep 1000 }
jobs:
  token:
    stage: data
    image: busybox:1.36
    command: [sh, -c, 'echo "{\\"TOKEN\\": {\\"value\\": \\"opensesame\\"}}" > $$DEVSTACK_OUTPUT']
    outputs: { TOKEN: { sensitive: true } }
  fails:
    stage: work
    image: busybox:1.36
    command: [sh, -c, 'echo "refused with opensesame"; exit 3']
    depends_on: [token]
`;

withEngine(
  'a failed start in a CI system is in its groups, its errors and its summary, and no secret in them',
  async () => {
    const folder = await manifestFolder(manifest);
    const summary = join(folder, 'summary.md');
    await writeFile(summary, 'what was there\n\n');
    const environment = { GITHUB_ACTIONS: 'true', CI: 'true', GITHUB_STEP_SUMMARY: summary };
    const { exitCode, stdout, stderr } = await devstack(['up', '-d', '-f', folder, '-p', testProject()], environment);
    expect({ exitCode, stderr }, stdout).toEqual({ exitCode: 5, stderr: '' });
    expect(stdout).toMatch(/^::group::stage 1\/2 data$/m);
    expect(stdout).toMatch(/^::error title=fails::/m);
    const text = await readFile(summary, 'utf8');
    expect(text).toMatch(/^what was there\n\n### ✗ .* failed after/);
    expect(text).toMatch(/^\| ✗ \| {2}\| fails \| exit 3 \|/m);
    expect(text).toContain('refused with ••••');
    expect(stdout + text).not.toContain('opensesame');
  },
);

withEngine('the summary of a test says of its command how it ended, and of the stack that it was ready', async () => {
  const folder = await manifestFolder('services: { db: { image: "busybox:1.36", init: true, command: sleep 1000 } }');
  const summary = join(folder, 'summary.md');
  const command = ['sh', '-c', 'exit 3', 'opensesame'];
  const ended = await devstack(['test', '-f', folder, '--', ...command], { GITHUB_STEP_SUMMARY: summary });
  expect(ended.exitCode).toBe(3);
  const text = await readFile(summary, 'utf8');
  expect(text).toMatch(/^### ✓ .* is ready after [\s\S]*^### ✗ sh ended with exit code 3 after \d/m);
  expect(text).not.toContain('opensesame');
});
