import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundling } from './bundling.ts';
import { declarationsOf } from './declarations.ts';

const root = new URL('..', import.meta.url);
const { version }: { version: string } = createRequire(import.meta.url)('../package.json');

const declaring = declarationsOf(['index', 'vitest']);
const { metafile, outputFiles } = await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ['main.ts', 'supervisor.ts', 'reaper.ts', 'index.ts', 'vitest.ts'],
  outdir: '../dist',
  ...bundling,
  splitting: true,
  target: 'node22.17',
  minifySyntax: true,
  minifyWhitespace: true,
  metafile: true,
  write: false,
  logLevel: 'warning',
  define: { ...bundling.define, DEVSTACK_VERSION: JSON.stringify(version) },
  // Few builds need it, and it is large.
  external: [...bundling.external, 'ssh2'],
});

const declarations = await declaring;

// Only now, so that a build that fails takes nothing away, and one that is run beside another program hardly shows.
const dist = new URL('dist/', root);
await rm(dist, { recursive: true, force: true });
await mkdir(dist);
await Promise.all(outputFiles.map(({ path, contents }) => writeFile(path, contents)));
await writeFile(new URL('meta.json', dist), JSON.stringify(metafile));
for (const [path, text] of declarations) {
  const file = new URL(`types/${path}`, dist);
  await mkdir(dirname(fileURLToPath(file)), { recursive: true });
  await writeFile(file, text);
}
