import { readLocal } from './read-local.ts';

/** Profiles that the engine knows by name. */
const known = new Set(['unconfined', 'builtin']);

/**
 * The options as the engine takes them: it wants the content of a profile for calls of the kernel where the file says
 * its path (`docker run --security-opt seccomp=FILE`).
 */
export async function securityOptions(options: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
  return await Promise.all(options.map((option) => securityOption(option, signal)));
}

async function securityOption(option: string, signal: AbortSignal): Promise<string> {
  const path = /^seccomp[=:](.*)$/.exec(option)?.[1];
  if (path === undefined || known.has(path)) return option;
  const profile = await readLocal(path, 'a profile for calls of the kernel', 'security_opt', signal);
  return `seccomp=${profile.toString()}`;
}
