import { readdir, readFile, readlink } from 'node:fs/promises';

/** A process of this machine. */
export interface HostProcess {
  readonly pid: number;
  readonly name: string;
}

/**
 * The process that listens on a port of this machine, from /proc (Linux alone). undefined where that can not be had:
 * other users' processes hide what they have open.
 */
export async function processOnPort(port: number, protocol: string): Promise<HostProcess | undefined> {
  const tables = await Promise.all([protocol, `${protocol}6`].map((name) => readText(`/proc/net/${name}`)));
  const inodes = new Set(tables.flatMap((table) => inodesOf(table, port, protocol)));
  if (inodes.size === 0) return undefined;
  for (const entry of await readdir('/proc').catch(() => [])) {
    if (/^\d+$/.test(entry) && (await holdsOne(entry, inodes))) {
      return { pid: Number(entry), name: (await readText(`/proc/${entry}/comm`)).trim() };
    }
  }
  return undefined;
}

/** Sockets of a table of the kernel (proc(5)) that are bound to the port; of TCP those that listen. */
export function inodesOf(table: string, port: number, protocol: string): readonly string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
    const listens = protocol !== 'tcp' || state === '0A';
    return local.endsWith(suffix) && listens && inode !== '0' ? [inode] : [];
  });
}

async function holdsOne(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const open = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(open.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
  return links.some((link) => inodes.has(/^socket:\[(\d+)\]$/.exec(link)?.[1] ?? ''));
}

const readText = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
