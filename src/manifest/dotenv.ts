import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Report } from './context.ts';
import { readText } from './read-text.ts';

/** Variables for interpolation: `.env` beside the manifest, and the shell's, which win. */
export async function loadVariables(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
  report: Report,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const text = await readText(join(folder, '.env'), '.env', signal);
  if (!text.ok) report(text.reason);
  const variables = new Map<string, string>();
  for (const source of [text.ok ? parseEnv(text.value ?? '') : {}, environment]) {
    for (const [name, value] of Object.entries(source)) if (value !== undefined) variables.set(name, value);
  }
  return variables;
}
