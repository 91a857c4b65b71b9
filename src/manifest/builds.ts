import type { Build, BuildSecret, BuildSsh } from './build-model.ts';
import type { Context } from './context.ts';
import { toVariables } from './environment.ts';
import type { SharedFile } from './file-model.ts';
import { hostPath } from './host-path.ts';
import type { GrantValue } from './schema/file-shape.ts';
import { compact } from './schema/values.ts';
import { reportUnset } from './shared-files.ts';
import { at, type MapTree, spanAt, type Tree } from './tree.ts';
import { describe, type UnitDraft } from './unit-draft.ts';

type Given = NonNullable<UnitDraft['keys']['build']>;

/** How a unit's image is built. Secrets that do not exist are reported and left out. */
export function toBuild(
  unit: UnitDraft,
  given: Given,
  secrets: ReadonlyMap<string, SharedFile>,
  context: Context,
): Build {
  const tree = at(unit.tree, 'build') ?? unit.tree;
  const keys: Exclude<Given, { context: string; dockerfile?: never }> = given;
  const { dockerfile_inline: dockerfileInline, target, network, shm_size: shmSize, isolation, dockerfile } = keys;
  return {
    context: contextOf(keys.context ?? '.', tree, context),
    args: tree.kind === 'map' ? argumentsOf(tree, context) : new Map(),
    labels: keys.labels ?? {},
    cacheFrom: keys.cache_from ?? [],
    secrets: secretsOf(unit, keys.secrets ?? [], secrets, context),
    ssh: (keys.ssh ?? []).map((id) => sshOf(id, tree, context)),
    extraHosts: keys.extra_hosts ?? [],
    platforms: keys.platforms ?? [],
    pull: keys.pull ?? false,
    noCache: keys.no_cache ?? false,
    tags: keys.tags ?? [],
    ulimits: keys.ulimits ?? {},
    privileged: keys.privileged ?? false,
    ...compact({ dockerfile, dockerfileInline, target, network, shmSize, isolation }),
  };
}

/** What a builder fetches itself: a URL, or a repository as git names it. */
const isUrl = (context: string): boolean => /^(https?|git|ssh):\/\/|^git@|^github\.com\//.test(context);

function contextOf(text: string, tree: Tree, context: Context): Build['context'] {
  if (isUrl(text)) return { kind: 'url', url: text };
  const span = spanAt(tree, 'context');
  return { kind: 'folder', path: hostPath(text, span, context) };
}

/** An argument without a value has that of the environment, or none at all. */
const argumentsOf = (tree: MapTree, context: Context): ReadonlyMap<string, string> =>
  toVariables(tree, 'args', context);

function secretsOf(
  unit: UnitDraft,
  grants: readonly GrantValue[],
  secrets: ReadonlyMap<string, SharedFile>,
  context: Context,
): readonly BuildSecret[] {
  const { report } = context;
  return grants.flatMap(({ source: name, target = name }, index): BuildSecret[] => {
    const secret = secrets.get(name);
    const span = spanAt(unit.tree, 'build', 'secrets', index);
    if (secret === undefined) {
      const message = `the build of ${describe(unit)} gets the secret "${name}", which does not exist`;
      report({ severity: 'error', code: 'unknown-file', message, span, hint: 'add it under "secrets" of the file' });
      return [];
    }
    reportUnset(secret, unit, context);
    const { source } = secret;
    if (source.kind === 'file') return [{ id: target, source }];
    if (source.kind === 'content') return [{ id: target, source: { kind: 'value', value: source.content } }];
    const message = `the build of ${describe(unit)} can not have the external secret "${name}"`;
    report({
      severity: 'error',
      code: 'bad-value',
      message,
      span,
      hint: 'give the secret a "file" or an "environment"',
    });
    return [];
  });
}

function sshOf(text: string, tree: Tree, context: Context): BuildSsh {
  const at = text.indexOf('=');
  if (at === -1) return { id: text };
  return { id: text.slice(0, at), path: hostPath(text.slice(at + 1), spanAt(tree, 'ssh'), context) };
}
