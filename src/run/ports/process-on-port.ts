import { readdir, readFile, readlink } from 'node:fs/promises';
import { meet } from './port-claims.ts';

/** A process of this machine. */
export interface HostProcess {
  readonly pid: number;
  readonly name: string;
}

/**
 * The process that is in the way of whoever wants a port of this machine at an address ('' is all), from /proc (Linux
 * alone). undefined where that can not be had: other users' processes hide what they have open.
 */
export async function processOnPort(port: number, protocol: string, address: string): Promise<HostProcess | undefined> {
  const inodes = await socketsOn(port, protocol, address);
  if (inodes.size === 0) return undefined;
  for (const entry of await readdir('/proc').catch(() => [])) {
    if (/^\d+$/.test(entry) && (await holdsOne(entry, inodes))) {
      return { pid: Number(entry), name: (await readText(`/proc/${entry}/comm`)).trim() };
    }
  }
  return undefined;
}

/** Whether anybody of this machine has a port at an address ('' is all); false where the system does not tell. */
export const isBound = async (port: number, protocol: string, address: string): Promise<boolean> =>
  (await socketsOn(port, protocol, address)).size > 0;

async function socketsOn(port: number, protocol: string, address: string): Promise<ReadonlySet<string>> {
  const tables = await Promise.all([protocol, `${protocol}6`].map((name) => readText(`/proc/net/${name}`)));
  return new Set(tables.flatMap((table) => inodesOf(table, port, protocol, address)));
}

/** Sockets of a table of the kernel (proc(5)) that are bound to the port, in the way of the address; of TCP those that listen. */
export function inodesOf(table: string, port: number, protocol: string, address: string): readonly string[] {
  const suffix = port.toString(16).toUpperCase().padStart(4, '0');
  return table.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
    const [host = '', at] = local.split(':');
    const listens = protocol !== 'tcp' || state === '0A';
    return at === suffix && listens && inode !== '0' && isInTheWay(addressOf(host), address) ? [inode] : [];
  });
}

/** What listens on all addresses of IP version 6 may take those of version 4 as well. */
const isInTheWay = (bound: string, address: string): boolean => bound === '::' || meet(bound, address);

/** An address as the kernel's tables have it: 32 bits each with the last byte first, in hexadecimal digits. */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse());
  const version4 = bytes
    .slice(-4)
    .map((byte) => Number.parseInt(byte, 16))
    .join('.');
  const isMapped = bytes.length === 16 && /^0{20}FFFF/.test(bytes.join(''));
  if (bytes.length === 4 || isMapped) return version4;
  const groups = bytes.join('').match(/.{4}/g) ?? [];
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

async function holdsOne(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const open = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(open.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
  return links.some((link) => inodes.has(/^socket:\[(\d+)\]$/.exec(link)?.[1] ?? ''));
}

const readText = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
