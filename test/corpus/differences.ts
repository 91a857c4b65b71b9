/** A place where two answers differ; undefined where one of them has nothing. */
export interface Difference {
  readonly path: string;
  readonly theirs: unknown;
  readonly ours: unknown;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** All places where two JSON values differ; the order of keys means nothing. */
export function differencesOf(theirs: unknown, ours: unknown, path = ''): readonly Difference[] {
  const areAlike = isObject(theirs) && isObject(ours) && Array.isArray(theirs) === Array.isArray(ours);
  if (!areAlike) return theirs === ours ? [] : [{ path, theirs, ours }];
  const [left, right] = [new Map(Object.entries(theirs)), new Map(Object.entries(ours))];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) =>
    differencesOf(left.get(key), right.get(key), path === '' ? key : `${path}.${key}`),
  );
}

/** Why the answers of devstack and docker compose differ, and where that may be. */
interface Reason {
  readonly why: string;
  readonly explains: (difference: Difference) => boolean;
}

const at =
  (pattern: RegExp) =>
  ({ path }: Difference): boolean =>
    pattern.test(path);

/** Every difference that is left, by its reason. */
export const reasons: readonly Reason[] = [
  {
    why: 'docker compose leaves extensions within sections out of its JSON (not out of its YAML)',
    explains: ({ path, theirs }) => theirs === undefined && /\.x-[a-z]+$/.test(path),
  },
  {
    why: 'jobs of devstack are written in canonical form like services; to docker compose they are any text',
    explains: at(/^x-devstack\.jobs\./),
  },
  {
    why: 'docker compose writes these keys with a capital, which it can not read again',
    explains: at(/\.blkio_config\..*\.(path|rate|weight|Path|Rate|Weight)$/),
  },
  {
    why: 'docker compose writes an empty "exec", which the Compose Specification does not allow with other actions',
    explains: at(/\.develop\.watch\.\d+\.exec$/),
  },
  {
    why: 'docker compose drops what follows an operator of the shell in a command that no shell runs',
    explains: ({ path, theirs, ours }) =>
      path.startsWith('services.and.command.') && theirs === undefined && ['&&', 'echo', 'two'].includes(String(ours)),
  },
  {
    why: 'docker compose doubles dollars in keys as well, in which nothing is ever replaced',
    explains: at(/^services\.a\.labels\.a\$+b$/),
  },
  {
    why: 'docker compose keeps a dependency on a service that it leaves out, which it can not read again',
    explains: ({ path, ours }) => ours === undefined && path === 'services.always.depends_on.tools',
  },
];
