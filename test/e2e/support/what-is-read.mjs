// Loaded before devstack: writes each module of it that is loaded, and each path that it looks at, to $WHAT_IS_READ.
import { createRequire, registerHooks } from 'node:module';

const fs = createRequire(import.meta.url)('node:fs');
const note = fs.appendFileSync.bind(fs);
const to = process.env.WHAT_IS_READ;
const tell = (kind, path) => note(to, `${kind} ${path}\n`);

registerHooks({
  load(url, context, next) {
    if (url.includes('/dist/')) tell('module', url.replace(/.*\/dist\//, ''));
    return next(url, context);
  },
});

function spy(owner, name) {
  const original = owner[name];
  owner[name] = (path, ...rest) => {
    if (typeof path === 'string') tell('path', path);
    return original.call(owner, path, ...rest);
  };
}

for (const name of ['access', 'glob', 'lstat', 'open', 'opendir', 'readFile', 'readdir', 'readlink', 'stat'])
  spy(fs.promises, name);
for (const name of ['accessSync', 'existsSync', 'lstatSync', 'readFileSync', 'readdirSync', 'statSync']) spy(fs, name);
