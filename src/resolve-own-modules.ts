import { registerHooks } from 'node:module';

/**
 * From now on, what a module of this folder (a URL with a slash at its end) imports from beside it is found without a
 * look at the disk: for each of some 200 imports Node would resolve links, ask for a file, and look for a package.json
 * above it, which takes a tenth of what a command needs to start.
 */
export function resolveOwnModules(folder: string): void {
  registerHooks({
    resolve(specifier, context, next) {
      const isOwn = specifier.startsWith('./') && folderOf(context.parentURL) === folder;
      if (!isOwn) return next(specifier, context);
      return { url: folder + specifier.slice('./'.length), format: 'module', shortCircuit: true };
    },
  });
}

const folderOf = (url = ''): string => url.slice(0, url.lastIndexOf('/') + 1);
