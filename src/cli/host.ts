import { homedir, hostname } from 'node:os';
import type { Host } from '../core/host.ts';
import { consultProcess } from '../core/witness.ts';
import { identityOf, isAlive } from '../engine/process/identity.ts';

/** What of a Node.js process a host is made of. */
export type NodeProcess = Pick<NodeJS.Process, 'pid' | 'platform' | 'env' | 'getuid' | 'kill'>;

/** The machine and process that this is. */
export function makeHost(process: NodeProcess): Host {
  return {
    name: hostname(),
    platform: process.platform,
    home: process.env.HOME || homedir(),
    uid: process.getuid?.(),
    environment: { ...process.env },
    process: identityOf(process.pid),
    isAlive(other) {
      const isThere = isAlive(other, process);
      consultProcess(other, isThere);
      return isThere;
    },
  };
}
