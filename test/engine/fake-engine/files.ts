import { posix } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { extract, pack } from 'tar-stream';

/** A file, folder or link of a fake container or volume. */
export type FakeFile =
  | { readonly kind: 'file'; readonly mode: number; readonly content: Buffer }
  | { readonly kind: 'folder'; readonly mode: number }
  | { readonly kind: 'link'; readonly to: string };

/** A file system, by absolute path. */
export type Files = Map<string, FakeFile>;

/** Folders that every container has. */
export const freshFiles = (): Files =>
  new Map([
    ['/', folder],
    ['/tmp', folder],
    ['/etc', folder],
  ]);

const folder = { kind: 'folder', mode: 0o755 } as const;

/** The files of a container where volumes lie over some of its folders. */
export class MountedFiles {
  readonly #own: Files;
  readonly #mounts: ReadonlyMap<string, Files>;

  constructor(own: Files, mounts: ReadonlyMap<string, Files>) {
    this.#own = own;
    this.#mounts = mounts;
  }

  get(path: string): FakeFile | undefined {
    const [files, inner] = this.#at(posix.normalize(path));
    return inner === '/' ? { kind: 'folder', mode: 0o755 } : files.get(inner);
  }

  set(path: string, file: FakeFile): void {
    const [files, inner] = this.#at(posix.normalize(path));
    for (let parent = posix.dirname(inner); parent !== '/'; parent = posix.dirname(parent)) {
      if (!files.has(parent)) files.set(parent, { kind: 'folder', mode: 0o755 });
    }
    files.set(inner, file);
  }

  *below(path: string): Generator<[string, FakeFile]> {
    const [files, inner] = this.#at(posix.normalize(path));
    const prefix = inner === '/' ? '/' : `${inner}/`;
    for (const [name, file] of files) if (name.startsWith(prefix)) yield [name.slice(prefix.length), file];
  }

  #at(path: string): [Files, string] {
    for (const [target, files] of this.#mounts) {
      if (path === target || path.startsWith(`${target}/`)) return [files, path.slice(target.length) || '/'];
    }
    return [this.#own, path];
  }
}

/** The archive of a path, as `GET /containers/{id}/archive` answers it. */
export async function archiveOf(files: MountedFiles, path: string): Promise<Buffer | undefined> {
  const top = files.get(path);
  if (top === undefined) return undefined;
  const archive = pack();
  const name = posix.basename(path);
  add(archive, name, top);
  if (top.kind === 'folder') for (const [inner, file] of files.below(path)) add(archive, `${name}/${inner}`, file);
  archive.finalize();
  return buffer(archive);
}

function add(archive: ReturnType<typeof pack>, name: string, file: FakeFile): void {
  switch (file.kind) {
    case 'file':
      archive.entry({ name, mode: file.mode }, file.content);
      return;
    case 'folder':
      archive.entry({ name, mode: file.mode, type: 'directory' });
      return;
    case 'link':
      archive.entry({ name, type: 'symlink', linkname: file.to });
      return;
  }
}

/** Unpacks what `PUT /containers/{id}/archive` sends. */
export async function unpackInto(files: MountedFiles, path: string, archive: Buffer): Promise<void> {
  const entries = extract();
  entries.end(archive);
  for await (const entry of entries) {
    const { name, mode, type } = entry.header;
    const content = await buffer(entry);
    const target = posix.join(path, name);
    files.set(target, type === 'directory' ? { kind: 'folder', mode } : { kind: 'file', mode, content });
  }
}
