import type { BuildOptions, Plugin } from 'esbuild';

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

/** The command line's parser can start other programs, which devstack never does by it; the module takes 5 ms to load. */
const childProcessWhenCalled: Plugin = {
  name: 'child process when called',
  setup({ onResolve, onLoad }) {
    const namespace = 'child-process-when-called';
    onResolve({ filter: /^node:child_process$/ }, ({ importer, path }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path, namespace } : undefined,
    );
    onLoad({ filter: /.*/, namespace }, ({ path }) => ({
      contents: `export default { spawn: (...args) => require('${path}').spawn(...args) };`,
    }));
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

/** How a program that uses the Docker client is made into modules that start fast. */
export const bundling = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  // What is bundled from CommonJS calls require for Node's own modules.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  plugins: [lazyModules, childProcessWhenCalled, httpByRequire],
} satisfies BuildOptions;
