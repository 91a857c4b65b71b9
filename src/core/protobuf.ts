/** A value of a field; one that is undefined is not written, as nothing is what it means. */
type Value = string | Uint8Array | bigint | number | undefined;

/**
 * Writes a message in Protocol Buffers' wire format (protobuf.dev, "Encoding"): whole numbers as varints, texts, bytes
 * and messages with their length.
 */
export function encode(fields: readonly (readonly [number: number, value: Value])[]): Buffer {
  const pieces: Uint8Array[] = [];
  for (const [number, value] of fields) {
    if (value === undefined) continue;
    if (typeof value === 'bigint' || typeof value === 'number') {
      pieces.push(varint(number << 3), varint(value));
      continue;
    }
    const bytes = typeof value === 'string' ? Buffer.from(value) : value;
    pieces.push(varint((number << 3) | 2), varint(bytes.length), bytes);
  }
  return Buffer.concat(pieces);
}

function varint(value: bigint | number): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

/** A message that was read. Fields that are not there read as empty, as Protocol Buffers have it. */
export class Message {
  readonly #fields = new Map<number, (bigint | Buffer)[]>();

  /** Throws a RangeError where the bytes are no message. */
  constructor(bytes: Buffer) {
    const cursor = { bytes, at: 0 };
    while (cursor.at < bytes.length) {
      const key = Number(readVarint(cursor));
      const values = this.#fields.get(key >> 3) ?? [];
      values.push(readValue(cursor, key & 7));
      this.#fields.set(key >> 3, values);
    }
  }

  has(number: number): boolean {
    return this.#fields.has(number);
  }

  number(number: number): number {
    const value = this.#fields.get(number)?.at(-1);
    return typeof value === 'bigint' ? Number(value) : 0;
  }

  bytes(number: number): Buffer {
    const value = this.#fields.get(number)?.at(-1);
    return Buffer.isBuffer(value) ? value : Buffer.alloc(0);
  }

  text(number: number): string {
    return this.bytes(number).toString('utf8');
  }

  messages(number: number): readonly Message[] {
    return (this.#fields.get(number) ?? [])
      .filter((value) => Buffer.isBuffer(value))
      .map((value) => new Message(value));
  }
}

interface Cursor {
  readonly bytes: Buffer;
  at: number;
}

function readVarint(cursor: Cursor): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = cursor.bytes.readUInt8(cursor.at++);
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  throw new RangeError('a number of a message does not end');
}

function readValue(cursor: Cursor, wireType: number): bigint | Buffer {
  switch (wireType) {
    case 0:
      return readVarint(cursor);
    case 1:
      return take(cursor, 8).readBigUInt64LE();
    case 2:
      return take(cursor, Number(readVarint(cursor)));
    case 5:
      return BigInt(take(cursor, 4).readUInt32LE());
    default:
      throw new RangeError(`a message has a field of the unknown kind ${wireType}`);
  }
}

function take(cursor: Cursor, length: number): Buffer {
  const end = cursor.at + length;
  if (end > cursor.bytes.length) throw new RangeError('a message ends too early');
  const taken = cursor.bytes.subarray(cursor.at, end);
  cursor.at = end;
  return taken;
}
