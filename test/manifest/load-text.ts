import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Loaded, loadManifest } from '../../src/manifest/load.ts';
import type { Manifest, Unit } from '../../src/manifest/model.ts';

/** How a manifest is put down to be loaded. */
interface Options {
  readonly name?: string;
  /** named on the command line */
  readonly files?: readonly string[];
  readonly profiles?: readonly string[];
  readonly dotenv?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly rename?: (name: string) => string;
}

/** Loads a manifest from a folder of its own, which is named `project…`. */
export async function loadText(text: string | Uint8Array, options: Options = {}): Promise<Loaded> {
  const { name = 'devstack.yaml', files = [], profiles = [], dotenv, environment = {}, rename } = options;
  const cwd = await mkdtemp(join(tmpdir(), 'project'));
  try {
    await writeFile(join(cwd, name), text);
    if (dotenv !== undefined) await writeFile(join(cwd, '.env'), dotenv);
    const named = { cwd, environment, files, profiles, ...(rename && { rename }) };
    return await loadManifest(named, new AbortController().signal);
  } finally {
    await rm(cwd, { recursive: true });
  }
}

/** The same for a manifest that has to be without errors. */
export async function loadValid(text: string, options?: Options): Promise<Manifest> {
  const { manifest, problems } = await loadText(text, options);
  const errors = problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  if (!manifest || errors.length > 0) throw new Error(`the manifest is not valid: ${errors.join('; ')}`);
  return manifest;
}

/** One unit of a manifest that has to be without errors; its lines are those below its name. */
export async function loadUnit<Kind extends Unit['kind']>(
  kind: Kind,
  lines: string,
  options?: Options & { readonly rest?: string },
): Promise<Extract<Unit, { kind: Kind }>> {
  const body = lines.replace(/^/gm, '    ');
  const text = `${kind}s:\n  unit:\n    image: busybox:1.36\n${body}\n${options?.rest ?? ''}`;
  const unit = (await loadValid(text, options)).units.get('unit');
  if (unit?.kind !== kind) throw new Error(`there is no ${kind} "unit"`);
  return unit as Extract<Unit, { kind: Kind }>;
}
