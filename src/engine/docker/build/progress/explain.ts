import { pullReason } from '../../pull-failure.ts';
import { knownRefusal } from '../../refusals.ts';
import { buildRefusal, type Explanation } from './build-refusals.ts';
import type { BuildStep } from './build-step.ts';

/** Explains the builder's own words. */
export function explain(error: string, step: BuildStep | undefined): Explanation {
  const known = buildRefusal(error, step);
  if (known !== undefined) return known;
  const image = imageIn(error, step);
  if (image === undefined) return knownRefusal(error) ?? { message: plain(error) };
  const { message, hint } = pullReason(error) ?? { message: plain(error) };
  return {
    message: `the image "${image}" that the Dockerfile names can not be had: ${message}`,
    ...(hint !== undefined && { hint }),
  };
}

/** Where the builders name an image that they could not fetch: by its reference, or only by where they asked for it. */
const references = [
  /(?:failed to resolve source metadata for|pull access denied for|invalid from flag value) ([^\s:,]+(?::[^\s:,]+)*)/,
  /failed to create LLB definition: (\S+:\S+): not found$/,
  /"https?:\/\/([^\s"]+\/v2\/[^\s"]+\/manifests\/[^\s"]+)"/,
  /pulling from host (\S+ failed with status code \[manifests [^\]]+)\]/,
];

/** The image that could not be fetched, where that was it; the classic builder is at the step that names it then. */
function imageIn(error: string, step: BuildStep | undefined): string | undefined {
  const named = references.map((pattern) => pattern.exec(error)?.[1]).find((image) => image !== undefined);
  const image = named ?? /^(?:[^ ]+: )?FROM (?:--\S+ )*(\S+)/i.exec(step?.name ?? '')?.[1];
  return image
    ?.replace(/\/v2\/(.+)\/manifests\//, '/$1:')
    .replace(/ failed .* \[manifests /, '/…:')
    .replace(/:(sha256:\w+)$/, '@$1')
    .replace(/^(?:registry-1\.)?docker\.io\/(?:library\/)?/, '');
}

const wrappings =
  /^(?:failed to (?:solve(?: with frontend \S+)?|create LLB definition|read dockerfile|load cache key): |rpc error: code = \w+ desc = )+/;

const plain = (error: string): string =>
  (error.replace(wrappings, '').split('\n', 1)[0] ?? '').trim().replace(/\.$/, '') || 'the builder gave no reason';
