import type { Build } from '../../../manifest/build-model.ts';
import { BuildProblem } from './build-failure.ts';
import type { Query } from './build-query.ts';

/** A context that the engine fetches itself, with its Dockerfile in it. */
export function remoteQuery(url: string, { dockerfile, dockerfileInline }: Build): Query {
  if (dockerfileInline !== undefined) {
    throw new BuildProblem(
      '"dockerfile_inline" does not go together with a context that the engine fetches itself',
      'write a Dockerfile into that context, or use a folder as the context',
    );
  }
  return { remote: url, ...(dockerfile !== undefined && { dockerfile }) };
}
