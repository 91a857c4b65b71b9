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

/**
 * What these packages load at once and most runs never use: the command line's parser other programs, the Docker client
 * TLS and what packs a build's files. Each takes 3 to 10 ms.
 */
const seldomUsed: readonly { readonly importer: RegExp; readonly modules: RegExp }[] = [
  { importer: /[\\/]commander[\\/]/, modules: /^node:child_process$/ },
  { importer: /docker-modem[\\/]lib[\\/]http\.js$/, modules: /^https$/ },
  { importer: /dockerode[\\/]lib[\\/]util\.js$/, modules: /^(tar-fs|zlib|@balena\/dockerignore)$/ },
];

const whenUsed: Plugin = {
  name: 'when used',
  setup({ onResolve, onLoad, resolve }) {
    const namespace = 'when-used';
    onResolve({ filter: /./ }, async ({ importer, path, resolveDir, kind, pluginData }) => {
      const isSeldom = seldomUsed.some((one) => one.importer.test(importer) && one.modules.test(path));
      if (!isSeldom || pluginData === namespace) return undefined;
      const found = await resolve(path, { importer, resolveDir, kind, pluginData: namespace });
      return { path: found.path, namespace, pluginData: resolveDir };
    });
    onLoad({ filter: /.*/, namespace }, ({ path, pluginData }) => ({
      contents: `const load = () => require(${JSON.stringify(path)});
        module.exports = new Proxy(() => undefined, {
          get: (_, key) => load()[key],
          apply: (_, self, args) => Reflect.apply(load(), self, args),
        });`,
      resolveDir: pluginData,
    }));
  },
};

/** Importing these as modules reads all of their exports: one of node:http loads the whole of fetch (18 ms), one of node:crypto all of Web Crypto. */
const wholeByRequire: Plugin = {
  name: 'whole by require',
  setup({ onResolve, onLoad }) {
    const namespace = 'whole-by-require';
    onResolve({ filter: /^node:(http|crypto)$/ }, ({ kind, path }) =>
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
  plugins: [lazyModules, whenUsed, wholeByRequire],
} satisfies BuildOptions;
