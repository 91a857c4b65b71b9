import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
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
 * What these load at once and most runs never use: the command line's parser other programs, the Docker client TLS and
 * what packs a build's files, texts the tables of all emoji, and probes HTTP/2 and proxies. Each takes 3 to 15 ms, the
 * tables 40.
 */
const seldomUsed: readonly { readonly importer: RegExp; readonly modules: RegExp }[] = [
  { importer: /[\\/]commander[\\/]/, modules: /^node:child_process$/ },
  { importer: /docker-modem[\\/]lib[\\/]http\.js$/, modules: /^https$/ },
  { importer: /[\\/]ui[\\/]width\.ts$/, modules: /^string-width$/ },
  { importer: /dockerode[\\/]lib[\\/]util\.js$/, modules: /^(tar-fs|zlib|@balena\/dockerignore)$/ },
  { importer: /[\\/]axios[\\/]dist[\\/]/, modules: /^(form-data|http2|https-proxy-agent)$/ },
  { importer: /[\\/]follow-redirects[\\/]/, modules: /^assert$/ },
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
      contents: `const load = () => { const all = require(${JSON.stringify(path)}); return all.default ?? all; };
        module.exports = new Proxy(function () {}, {
          get: (_, key) => load()[key],
          apply: (_, self, args) => Reflect.apply(load(), self, args),
          construct: (_, args) => Reflect.construct(load(), args),
        });`,
      resolveDir: pluginData,
    }));
  },
};

const builtinImport = /^import (?!type)(.*?) from (['"]node:(?!child_process)[\w/]+['"]);$/gm;

/** Most commands hash nothing, and to load it takes as long as all of planning. */
const calledLate = /^['"]node:crypto['"]$/;

/**
 * Takes from Node's own modules just what is named: to import one reads all of its exports, so that node:http loads the
 * whole of fetch, node:crypto all of Web Crypto, node:process and node:fs what REPLs and workers need. Together 20 ms.
 */
const builtinsByName: Plugin = {
  name: 'builtins by name',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](src|commander)[\\/].*\.(ts|tsx|js)$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replace(builtinImport, (_, names: string, module: string) => {
        const values = names.replaceAll(/\btype \w+,?/g, '');
        const found = `globalThis.process.getBuiltinModule(${module})`;
        if (calledLate.test(module)) {
          return (values.match(/\w+/g) ?? [])
            .map((name) => `const ${name} = (...args) => ${found}.${name}(...args);`)
            .join(' ');
        }
        return `const ${values.replace(/^\* as /, '').replaceAll(' as ', ': ')} = ${found};`;
      });
      return { contents, loader: path.endsWith('x') ? 'tsx' : path.endsWith('ts') ? 'ts' : 'js' };
    });
  },
};

const inInk = /[\\/]node_modules[\\/]ink[\\/]build[\\/]/;

/**
 * Modules that most of what a frame costs goes to, and what does as much for a screen like ours; and the eight functions
 * that wait-on takes of a library that makes 300 anew as it is loaded.
 */
const standIns: readonly { readonly importer: RegExp; readonly module: string; readonly file: URL }[] = [
  {
    importer: /[\\/]node_modules[\\/](ink|widest-line|wrap-ansi|slice-ansi|cli-truncate)[\\/]/,
    module: 'string-width',
    file: new URL('ui/ink/string-width.ts', import.meta.url),
  },
  { importer: inInk, module: './output.js', file: new URL('ui/ink/output.ts', import.meta.url) },
  { importer: inInk, module: './squash-text-nodes.js', file: new URL('ui/ink/squash-text-nodes.ts', import.meta.url) },
  { importer: inInk, module: './line-update.js', file: new URL('ui/ink/line-update.ts', import.meta.url) },
  {
    importer: /[\\/]node_modules[\\/]wait-on[\\/]/,
    module: 'lodash/fp',
    file: new URL('run/readiness/lodash-of-wait-on.ts', import.meta.url),
  },
];

const lighter: Plugin = {
  name: 'lighter modules',
  setup({ onResolve, onEnd }) {
    const asked = new Set<string>();
    onResolve({ filter: /./ }, ({ importer, path }) => {
      const found = standIns.find((one) => one.module === path && one.importer.test(importer));
      if (found === undefined) return undefined;
      asked.add(found.module);
      return { path: fileURLToPath(found.file) };
    });
    // A version that has them under other names would be slow, and nothing else would show it.
    onEnd(({ metafile }) => {
      const paths = Object.keys(metafile?.inputs ?? {});
      const unasked = standIns.filter(
        ({ module, importer }) => !asked.has(module) && paths.some((path) => importer.test(path)),
      );
      return {
        errors: unasked.map(({ module }) => ({ text: `nothing asks for ${module}, for which another stands in` })),
      };
    });
  },
};

/**
 * What looks whether it could fetch, and so loads the whole of Node's fetch: 40 ms. Ink's layout would fetch what it has
 * with it, and probes go through Node's own HTTP client.
 */
const fetchers: readonly { readonly file: RegExp; readonly hides: string }[] = [
  { file: /[\\/]yoga-wasm-base64-esm\.js$/, hides: 'const fetch = undefined;' },
  {
    file: /[\\/]axios[\\/]dist[\\/]node[\\/]axios\.cjs$/,
    hides:
      'const fetch = undefined, FormData = fetch, navigator = fetch, globalThis = { __proto__: global, fetch, FormData, Request: fetch, Response: fetch };',
  },
];

const withoutFetch: Plugin = {
  name: 'without fetch',
  setup({ onLoad }) {
    for (const { file, hides } of fetchers) {
      onLoad({ filter: file }, async ({ path }) => ({ contents: `${hides} ${await readFile(path, 'utf8')}` }));
    }
  },
};

/** What takes so long to load that a run would see nothing meanwhile, with what of it can come before, piece by piece. */
const loadedInPieces: Readonly<Record<string, readonly string[]>> = {
  'wait-on': ['https', 'rxjs', 'joi', 'axios'],
};

const inPieces: Plugin = {
  name: 'in pieces',
  setup({ onResolve, onLoad, resolve }) {
    const namespace = 'in-pieces';
    onResolve(
      { filter: new RegExp(`^(${Object.keys(loadedInPieces).join('|')})$`) },
      async ({ path, resolveDir, kind, pluginData }) => {
        if (kind !== 'dynamic-import' || pluginData === namespace) return undefined;
        const found = await resolve(path, { resolveDir, kind, pluginData: namespace });
        return { path, namespace, pluginData: found.path };
      },
    );
    onLoad({ filter: /./, namespace }, ({ path, pluginData }) => ({
      contents: `const pieces = [${(loadedInPieces[path] ?? []).map((piece) => `() => require('${piece}')`).join(', ')}];
        for (const load of pieces) {
          load();
          await new Promise((resolve) => setImmediate(resolve));
        }
        export default require(${JSON.stringify(pluginData)});`,
      resolveDir: dirname(pluginData),
    }));
  },
};

/** How a program that uses the Docker client is made into modules that start fast. */
export const bundling = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  jsx: 'automatic',
  // The other build of React costs half as much again.
  define: { 'process.env.NODE_ENV': '"production"' },
  // Ink imports it only where DEV is "true", and does without it.
  external: ['react-devtools-core'],
  // What is bundled from CommonJS calls require for Node's own modules.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  plugins: [lazyModules, whenUsed, lighter, withoutFetch, inPieces, builtinsByName],
} satisfies BuildOptions;
