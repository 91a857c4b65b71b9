import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { build, type Plugin } from 'esbuild';

/**
 * Modules of the Docker client that load an SSH client, or gRPC with its .proto files, and that few runs need. They stay
 * outside the bundle and are loaded, from where the Docker client finds them, when they are first called.
 */
const unbundled: readonly { readonly file: RegExp; readonly module: string }[] = [
  { file: /docker-modem[\\/]lib[\\/]ssh\.js$/, module: 'docker-modem/lib/ssh.js' },
  { file: /dockerode[\\/]lib[\\/]session\.js$/, module: 'dockerode/lib/session.js' },
  { file: /dockerode[\\/]lib[\\/]buildkit\.js$/, module: 'dockerode/lib/buildkit.js' },
];

const loadWhenCalled = (module: string): string => `
  const load = () => require(require.resolve('${module}', { paths: [require.resolve('dockerode')] }));
  module.exports = Object.assign((...args) => load()(...args), {
    followProgress: (...args) => load().followProgress(...args),
  });
`;

const lazyModules: Plugin = {
  name: 'lazy modules',
  setup({ onLoad }) {
    for (const { file, module } of unbundled) onLoad({ filter: file }, () => ({ contents: loadWhenCalled(module) }));
  },
};

/** Importing node:http as a module reads all of its exports, and one of them loads the whole of fetch: 18 ms. */
const httpByRequire: Plugin = {
  name: 'http by require',
  setup({ onResolve, onLoad }) {
    const namespace = 'http-by-require';
    onResolve({ filter: /^node:http$/ }, ({ kind, path }) =>
      kind === 'import-statement' ? { path, namespace } : { path, external: true },
    );
    onLoad({ filter: /.*/, namespace }, ({ path }) => ({ contents: `module.exports = require('${path}');` }));
  },
};

const root = new URL('..', import.meta.url);
const { version }: { version: string } = createRequire(import.meta.url)('../package.json');

const { metafile, outputFiles } = await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ['main.ts'],
  outdir: '../dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.17',
  jsx: 'automatic',
  minifySyntax: true,
  minifyWhitespace: true,
  metafile: true,
  write: false,
  logLevel: 'warning',
  define: {
    'process.env.NODE_ENV': '"production"',
    DEVSTACK_VERSION: JSON.stringify(version),
  },
  // What is bundled from CommonJS calls require for Node's own modules.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  // Ink imports it only where DEV is "true", and does without it.
  external: ['react-devtools-core'],
  plugins: [lazyModules, httpByRequire],
});

// Only now, so that a build that fails takes nothing away, and one that is run beside another program hardly shows.
const dist = new URL('dist/', root);
await rm(dist, { recursive: true, force: true });
await mkdir(dist);
await Promise.all(outputFiles.map(({ path, contents }) => writeFile(path, contents)));
await writeFile(new URL('meta.json', dist), JSON.stringify(metafile));
