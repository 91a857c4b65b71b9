import { createHash } from 'node:crypto';

/** From 20000 on, below where Linux begins to take ports for connections (ip_local_port_range). */
const first = 20_000;
const count = 12_000;

/** How many are tried before any other is taken. */
const attempts = 16;

/** Ports that something named so is given again and again, the one that comes first where it is free. */
export function stablePorts(name: string): readonly number[] {
  const start = createHash('sha256').update(name).digest().readUInt32BE();
  return Array.from({ length: attempts }, (_, at) => first + ((start + at) % count));
}
