import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { removeImage } from '../support/engine.ts';
import { manifestFolder, testProject } from '../support/project.ts';
import { database, type SqlStack, stackIn } from './sql-stack.ts';

const command = 'node node_modules/node-pg-migrate/bin/node-pg-migrate.js';

const manifest = (build: string): string => `
${database}jobs:
  migrate:
${build}
    environment: { DATABASE_URL: "postgres://postgres@db/postgres" }
    working_dir: /app
    command: ${command} up
    depends_on: [db]
    migrations:
      files: migrations/*.js
      on_rollback: down
      down: [sh, -c, "exec ${command} down $$DEVSTACK_MIGRATION_COUNT"]
`;

const dockerfile = `
FROM node:24-slim
COPY node_modules /app/node_modules
COPY migrations /app/migrations
`;

/** Where the job has its migrations: mounted from the working tree, or as part of its image. */
export type Place = 'mounted' | 'in the image';

const builds: Readonly<Record<Place, string>> = {
  mounted: '    build: .\n    volumes: ["./migrations:/app/migrations"]',
  'in the image': '    build: .',
};

/** A stack of PostgreSQL and a job that migrates it with node-pg-migrate, in an image of its own. */
export async function nodeStack(place: Place): Promise<SqlStack> {
  const project = testProject();
  onTestFinished(() => removeImage(`${project}-migrate`));
  const folder = await manifestFolder(manifest(builds[place]));
  await writeFile(join(folder, 'Dockerfile'), dockerfile);
  await copyPackages(['node-pg-migrate', 'pg'], join(folder, 'node_modules'));
  return stackIn(folder, project, async (migrations) => {
    const target = join(folder, 'migrations');
    await rm(target, { recursive: true, force: true });
    await mkdir(target, { recursive: true });
    for (const [name, { up, down = '' }] of Object.entries(migrations)) {
      const script = `exports.up = (pgm) => pgm.sql('${up}');\nexports.down = (pgm) => pgm.sql('${down}');\n`;
      await writeFile(join(target, name.replace('.sql', '.js')), script);
    }
  });
}

/** Copies packages, and all that they need, as they are installed here. */
async function copyPackages(names: readonly string[], target: string): Promise<void> {
  const root = join(import.meta.dirname, '../../../node_modules');
  const wanted = new Set(names.map((name) => join(root, name)));
  // A Set hands out what is added to it on the way, so it is its own queue.
  for (const folder of wanted) {
    const text = await readFile(join(folder, 'package.json'), 'utf8');
    const { dependencies = {} } = JSON.parse(text) as { dependencies?: Record<string, string> };
    for (const name of Object.keys(dependencies)) wanted.add(packageFolder(name, folder));
    await cp(folder, join(target, folder.slice(root.length)), { recursive: true });
  }
}

function packageFolder(name: string, from: string): string {
  const paths = createRequire(join(from, 'package.json')).resolve.paths(name) ?? [];
  const found = paths.map((path) => join(path, name)).find((path) => existsSync(join(path, 'package.json')));
  return found ?? dirname(from);
}
