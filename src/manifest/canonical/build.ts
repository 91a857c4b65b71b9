import { hostPath } from '../host-path.ts';
import type { Tree } from '../tree.ts';
import { grants } from './grants.ts';
import { extraHosts, ulimits } from './lists.ts';
import {
  bytes,
  flag,
  given,
  list,
  mapFrom,
  mapOf,
  object,
  type PlainMap,
  pairs,
  type Scope,
  text,
  textOf,
  type Write,
} from './values.ts';

/** What is no path: a URL, a repository as git names it, an image, a stage of another service. */
const isElsewhere = (context: string): boolean => /^(https?|git|ssh):\/\/|^git@|^github\.com\/|^[a-z-]+:/.test(context);

const context: Write = (tree, { context }) => {
  const given = textOf(tree);
  if (given === undefined || isElsewhere(given)) return given;
  return hostPath(given, tree.span, context);
};

/** Arguments; one without a value has that of the environment, or none. */
const args: Write = (_, { unit }) => unit?.build && mapFrom(unit.build.args);

const contexts: Write = (tree, scope) => {
  if (tree.kind === 'map') return mapOf(context)(tree, scope);
  return tree.kind === 'list' ? mapFrom(tree.items.map((item) => namedContext(item, scope))) : undefined;
};

function namedContext(item: Tree, { context }: Scope): readonly [string, string] {
  const [name = '', where = ''] = (textOf(item) ?? '').split(/=(.*)/s);
  return [name, isElsewhere(where) ? where : hostPath(where, item.span, context)];
}

const map = object({
  context,
  dockerfile: text,
  dockerfile_inline: text,
  entitlements: list(text),
  args,
  labels: pairs,
  cache_from: list(text),
  cache_to: list(text),
  no_cache: flag,
  additional_contexts: contexts,
  pull: flag,
  extra_hosts: extraHosts,
  isolation: text,
  network: text,
  target: text,
  secrets: grants('build'),
  shm_size: bytes,
  tags: list(text),
  ulimits,
  platforms: list(text),
  privileged: flag,
});

/** How an image is built, with the file and the folder that are meant where none is named. */
export const build: Write = (tree, scope) => {
  const written: PlainMap =
    tree.kind === 'map' ? (map(tree, scope) as PlainMap) : given('context', context(tree, scope));
  const { context: folder = hostPath('.', tree.span, scope.context), dockerfile, ...rest } = written;
  const isInline = written.dockerfile_inline !== undefined;
  return { context: folder, ...(!isInline && { dockerfile: dockerfile ?? 'Dockerfile' }), ...rest };
};
