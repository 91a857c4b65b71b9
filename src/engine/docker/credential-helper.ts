import type { Host } from '../../core/host.ts';
import { isRecord } from './docker-config.ts';

/** A helper may ask a keychain or a cloud; ms. */
const deadline = 10_000;
/** A helper answers this as user name when the secret is an identity token. */
const tokenUser = '<token>';

/** What a registry is shown with a pull (Engine API, `X-Registry-Auth`). Never shown to people. */
export interface RegistryAuth {
  readonly serveraddress: string;
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
  readonly registrytoken?: string;
}

/** Asks `docker-credential-<helper> get`; undefined where it has nothing, is not installed or does not answer in time. */
export async function askHelper(
  helper: string,
  registry: string,
  host: Host,
  signal: AbortSignal,
): Promise<RegistryAuth | undefined> {
  const parsed = parse(await run(`docker-credential-${helper}`, registry, host, signal));
  if (!isRecord(parsed) || typeof parsed.Username !== 'string' || typeof parsed.Secret !== 'string') return undefined;
  return parsed.Username === tokenUser
    ? { serveraddress: registry, identitytoken: parsed.Secret }
    : { serveraddress: registry, username: parsed.Username, password: parsed.Secret };
}

/** Its output, or nothing: as the docker CLI, a helper that fails leaves the pull without a login. */
async function run(command: string, input: string, host: Host, signal: AbortSignal): Promise<string> {
  const { execFile } = await import('node:child_process');
  return await new Promise((resolve, reject) => {
    const child = execFile(
      command,
      ['get'],
      { env: { ...host.environment }, timeout: deadline, signal, windowsHide: true },
      (error, output) => (signal.aborted ? reject(signal.reason) : resolve(error ? '' : output)),
    );
    // A helper that is not there, or ends without reading, breaks the pipe; its end says enough.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
