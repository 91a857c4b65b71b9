/** A piece of a container's output as the engine frames it. */
export interface Frame {
  readonly stream: 'stdout' | 'stderr';
  readonly payload: Buffer;
}

const headerLength = 8;

/**
 * Takes the engine's multiplexed output apart (Engine API, `ContainerAttach`: one byte of stream type, three of nothing,
 * four of length, then the payload). Chunks may be cut anywhere.
 */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  *push(chunk: Buffer): Generator<Frame> {
    const data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    while (data.length - at >= headerLength) {
      const end = at + headerLength + data.readUInt32BE(at + 4);
      if (end > data.length) break;
      yield { stream: data[at] === 2 ? 'stderr' : 'stdout', payload: data.subarray(at + headerLength, end) };
      at = end;
    }
    this.#rest = data.subarray(at);
  }
}
