import { createHmac } from 'node:crypto';
import { relative } from 'node:path';
import type { Build } from '../../manifest/build-model.ts';
import { countedFiles } from '../../manifest/counted-files.ts';
import type { Job } from '../../manifest/model.ts';

/**
 * Which image a job runs. Where `inputs` or `migrations` say what counts, a rebuilt image is the same image, and its name and how it is
 * built decide; else its id, as the engine has it now. Paths are relative, so that another checkout has the same.
 */
export function imageIdentity(
  { image, build, ...counted }: Pick<Job, 'image' | 'build' | 'inputs' | 'migrations'>,
  id: string | undefined,
  { folder, key }: { readonly folder: string; readonly key: string },
): string {
  if (countedFiles(counted).length === 0) return id ?? image;
  if (build === undefined) return image;
  // Arguments may be secret: a plain hash of a short one could be guessed.
  return `${image} ${createHmac('sha256', key).update(definitionOf(build, folder)).digest('hex').slice(0, 24)}`;
}

function definitionOf(build: Build, folder: string): string {
  const { context, args, dockerfile, dockerfileInline, target, platforms } = build;
  const place = context.kind === 'folder' ? relative(folder, context.path) : context.url;
  return JSON.stringify([place, [...args].sort(), dockerfile, dockerfileInline, target, platforms]);
}
