import { readFile } from 'node:fs/promises';
import { encode, Message } from '../../../../core/protobuf.ts';
import type { BuildSecret } from '../../../../manifest/build-model.ts';
import { BuildProblem, unreadable } from '../build-failure.ts';
import type { Services } from './grpc-server.ts';
import { GrpcError, status, unary } from './grpc-server.ts';

/** The largest secret that BuildKit hands on, in bytes (its session/secrets/secretsprovider). */
const largest = 500 * 1024;

/** A secret's content. Throws a BuildProblem that names the file, never the content. */
async function contentOf({ id, source }: BuildSecret): Promise<Buffer> {
  const content =
    source.kind === 'value'
      ? Buffer.from(source.value)
      : await readFile(source.path).catch((error: unknown) => {
          throw unreadable(`the file of the secret "${id}",`, source.path, error);
        });
  if (content.length > largest) throw new BuildProblem(`the secret "${id}" is larger than ${largest / 1024} KiB`);
  return content;
}

/** Reads secrets before a build is begun, and hands them to its steps (BuildKit, `moby.buildkit.secrets.v1.Secrets`). */
export async function secretStore(secrets: readonly BuildSecret[]): Promise<Services> {
  const contents = new Map(await Promise.all(secrets.map(async (one) => [one.id, await contentOf(one)] as const)));
  return {
    '/moby.buildkit.secrets.v1.Secrets/GetSecret': unary(async (request) => {
      const id = new Message(request).text(1);
      const content = contents.get(id);
      if (content === undefined) throw new GrpcError(status.notFound, `the build has no secret "${id}"`);
      return encode([[1, content]]);
    }),
  };
}
