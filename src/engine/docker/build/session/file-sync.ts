import { encode, Message } from '../../../../core/protobuf.ts';
import { BuildProblem } from '../build-failure.ts';
import type { Entry, FileTree, Selection } from '../context/file-tree.ts';
import { PathPatterns } from '../context/path-patterns.ts';
import type { Call, Services } from './grpc-server.ts';
import { GrpcError, status } from './grpc-server.ts';

/** Kinds of packets (tonistiigi/fsutil, types/wire.proto). */
const packet = { stat: 0, request: 1, data: 2, end: 3, error: 4 } as const;

/** Type bits of a mode as Go writes them (os.FileMode). */
const goMode = { folder: 2 ** 31, link: 2 ** 27, setUser: 2 ** 23, setGroup: 2 ** 22, sticky: 2 ** 20 } as const;

/** How many files are read at once. */
const lanes = 4;

/**
 * Lets the builder fetch what it needs of some trees, by name (BuildKit, `moby.filesync.v1.FileSync`). It is told all
 * that there is, asks for what it does not have from an earlier build, and says when it has everything. `report` is
 * told what can not be read, since the builder wraps it in words of its own.
 */
export const fileSync = (
  trees: Readonly<Record<string, FileTree>>,
  report: (problem: BuildProblem) => void,
): Services => ({
  '/moby.filesync.v1.FileSync/DiffCopy': async (call) => {
    const name = values(call, 'dir-name')[0] ?? '';
    const tree = trees[name];
    if (tree === undefined) throw new GrpcError(status.notFound, `there is no folder "${name}" in this build`);
    try {
      await send(tree, await selectionOf(tree, call), call);
    } catch (error) {
      if (error instanceof BuildProblem) report(error);
      const text = error instanceof Error ? error.message : String(error);
      if (!call.signal.aborted)
        await call.send(
          encode([
            [1, packet.error],
            [4, text],
          ]),
        );
      throw error;
    }
  },
});

/** Values of a header, which are escaped as in a query where one of them is not ASCII. */
function values(call: Call, name: string): readonly string[] {
  const found = call.metadata(name);
  if (call.metadata(`${name}-encoded`)[0] !== '1') return found;
  return found.map((value) => decodeURIComponent(value.replaceAll('+', ' ')));
}

async function selectionOf(tree: FileTree, call: Call): Promise<Selection> {
  const followed = values(call, 'followpaths');
  const leadsTo = followed.length > 0 ? await tree.follow(followed) : [];
  // Paths to follow that come to nothing less than the whole tree leave no restriction.
  const includes = followed.length > 0 && leadsTo.length === 0 ? [] : [...values(call, 'include-patterns'), ...leadsTo];
  try {
    const include = new PathPatterns(includes);
    const exclude = new PathPatterns(values(call, 'exclude-patterns'));
    return { ...(!include.isEmpty && { include }), ...(!exclude.isEmpty && { exclude }) };
  } catch (error) {
    throw new BuildProblem(
      `the .dockerignore has a wrong line: ${String(error instanceof Error ? error.message : error)}`,
    );
  }
}

async function send(tree: FileTree, selection: Selection, call: Call): Promise<void> {
  const files = new Map<number, string>();
  const listing = list(tree, selection, call, files);
  // It is awaited below; until then its failure has to have someone who sees it.
  listing.catch(() => undefined);
  const reading: Promise<void>[] = Array.from({ length: lanes }, () => Promise.resolve());
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  listing.catch(failed.reject);
  const receive = async (): Promise<void> => {
    for await (const bytes of call.messages) {
      const message = new Message(bytes);
      const [kind, id] = [message.number(1), message.number(3)];
      if (kind === packet.end) return;
      if (kind === packet.error) throw new Error(message.text(4));
      if (kind !== packet.request) continue;
      const path = files.get(id) ?? '';
      const lane = id % lanes;
      reading[lane] = (reading[lane] ?? Promise.resolve()).then(() => sendFile(tree, path, id, call));
      reading[lane]?.catch(failed.reject);
    }
  };
  await Promise.race([receive(), failed.promise]);
  await call.send(encode([[1, packet.end]]));
}

async function list(tree: FileTree, selection: Selection, call: Call, files: Map<number, string>): Promise<void> {
  let id = 0;
  for await (const entry of tree.entries(selection, call.signal)) {
    if (entry.kind === 'file') files.set(id, entry.path);
    id++;
    await call.send(encode([[2, statOf(entry)]]));
  }
  await call.send(encode([[1, packet.stat]]));
}

/** Owners are left out: all files of a context belong to root. */
const statOf = (entry: Entry): Buffer =>
  encode([
    [1, entry.path],
    [2, modeOf(entry)],
    [5, entry.kind === 'file' ? entry.size : undefined],
    [6, entry.modifiedAt],
    [7, entry.kind === 'link' ? entry.target : undefined],
  ]);

function modeOf({ kind, mode }: Entry): number {
  const type = kind === 'folder' ? goMode.folder : kind === 'link' ? goMode.link : 0;
  const special =
    (mode & 0o4000 ? goMode.setUser : 0) + (mode & 0o2000 ? goMode.setGroup : 0) + (mode & 0o1000 ? goMode.sticky : 0);
  return (mode & 0o777) + special + type;
}

async function sendFile(tree: FileTree, path: string, id: number, call: Call): Promise<void> {
  for await (const chunk of tree.read(path, call.signal)) {
    await call.send(
      encode([
        [1, packet.data],
        [3, id],
        [4, chunk],
      ]),
    );
  }
  // A file ends with a packet without data.
  await call.send(
    encode([
      [1, packet.data],
      [3, id],
    ]),
  );
}
