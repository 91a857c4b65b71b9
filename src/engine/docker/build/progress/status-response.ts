import { Message } from '../../../../core/protobuf.ts';

/** A step of a build as BuildKit tells it (moby/buildkit, api/services/control, `StatusResponse`). */
interface Vertex {
  readonly digest: string;
  readonly name: string;
  readonly started: boolean;
  readonly completed: boolean;
  readonly error: string;
}

/** Output of a step. */
interface VertexLog {
  readonly vertex: string;
  readonly bytes: Buffer;
}

/** What BuildKit reports of a build in one go. */
export interface StatusResponse {
  readonly vertexes: readonly Vertex[];
  readonly logs: readonly VertexLog[];
}

/** Reads a `moby.buildkit.trace`. Throws a RangeError where it is none. */
export function readStatus(bytes: Buffer): StatusResponse {
  const message = new Message(bytes);
  return {
    vertexes: message.messages(1).map((vertex) => ({
      digest: vertex.text(1),
      name: vertex.text(3),
      started: vertex.has(5),
      completed: vertex.has(6),
      error: vertex.text(7),
    })),
    logs: message.messages(3).map((log) => ({ vertex: log.text(1), bytes: log.bytes(4) })),
  };
}
