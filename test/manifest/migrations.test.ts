import { describe, expect, it } from 'vitest';
import { loadText, loadUnit } from './load-text.ts';

const cases: readonly (readonly [string, object, ...string[]])[] = [
  ['files alone', { onRollback: { kind: 'fail' } }, 'files: db/*.sql', 'files: [db/*.sql]'],
  [
    'a way back',
    { onRollback: { kind: 'down', command: ['sh', 'x'] } },
    'files: db/*.sql, on_rollback: down, down: sh x',
  ],
  ['a snapshot', { onRollback: { kind: 'restore' } }, 'files: db/*.sql, on_rollback: restore'],
];

describe('migrations with', () => {
  it.each(cases.flatMap(([what, migrations, ...forms]) => forms.map((form) => [what, form, migrations] as const)))(
    '%s: %s is understood',
    async (_, form, expected) => {
      const { migrations } = await loadUnit('job', `migrations: { ${form} }`);
      expect(migrations).toMatchObject({ ...expected, files: [expect.stringMatching(/^\/.*\/db\/\*\.sql$/)] });
    },
  );

  it('a mount of the folder that they are in let the job be skipped', async () => {
    const lines = 'services: { db: { image: "busybox:1.36" } }\njobs:\n  a:\n    image: busybox:1.36\n';
    const job = `${lines}    volumes: ["./db:/db"]\n    migrations: { files: db/*.sql }\n`;
    const { problems } = await loadText(job);
    expect(problems.map(({ code }) => code)).not.toContain('uncovered-mount');
  });

  it('one-shot services of a Compose file stand under x-devstack', async () => {
    const text = `
services:
  db: { image: "busybox:1.36" }
  migrate:
    image: busybox:1.36
    x-devstack: { migrations: { files: "db/*.sql" } }
  app:
    image: busybox:1.36
    depends_on: { migrate: { condition: service_completed_successfully } }
`;
    const { manifest, problems } = await loadText(text, { name: 'compose.yaml' });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(manifest?.units.get('migrate')).toMatchObject({ kind: 'job', migrations: { onRollback: { kind: 'fail' } } });
  });
});
