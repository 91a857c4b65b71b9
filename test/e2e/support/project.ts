import { once } from 'node:events';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { devstack, fixtures } from './devstack.ts';

let made = 0;

/** A project name that no other test has; all of it is taken down when the test is over. */
export function testProject(): string {
  made++;
  const name = `e2e-${process.pid}-${made}`;
  onTestFinished(async () => void (await devstack(['down', '-v', '-p', name])));
  return name;
}

/** A folder for this test alone. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'devstack-e2e-'));
  // A shell that was told to end may write there until it has.
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  return folder;
}

/** A folder with this manifest. */
export async function manifestFolder(text: string): Promise<string> {
  const folder = await testFolder();
  await writeFile(join(folder, 'devstack.yaml'), text);
  return folder;
}

/** A folder with this Compose file, as people have it. */
export async function composeFolder(text: string): Promise<string> {
  const folder = await testFolder();
  await writeFile(join(folder, 'compose.yaml'), text);
  return folder;
}

/** A copy of fixtures/shop that a test may change; it finds its packages where the original does. */
export async function shopCopy(): Promise<string> {
  const folder = await testFolder();
  await symlink(join(fixtures, '..', 'node_modules'), join(folder, 'node_modules'));
  const shop = join(folder, 'fixtures', 'shop');
  await cp(join(fixtures, 'shop'), shop, { recursive: true });
  return shop;
}

/** A port of this host that nobody listens on, nor gets from the system while it is not yet taken. */
export async function freePort(): Promise<string> {
  for (;;) {
    // Connections, servers and containers that take any port have those from 32768 on.
    const port = 10_000 + Math.floor(Math.random() * 22_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return String(port);
  }
}
