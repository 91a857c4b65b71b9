/** A range of addresses that an engine cuts networks from: `10.0.0.0/8` in pieces of `/24`. */
export interface AddressPool {
  readonly base: string;
  /** length of the prefix of each piece */
  readonly size: number;
}

/** What Docker takes where nothing is configured (`default-address-pools` of dockerd): room for 31 networks. */
export const usualPools: readonly AddressPool[] = [
  { base: '172.17.0.0/16', size: 16 },
  { base: '172.18.0.0/16', size: 16 },
  { base: '172.19.0.0/16', size: 16 },
  { base: '172.20.0.0/14', size: 16 },
  { base: '172.24.0.0/14', size: 16 },
  { base: '172.28.0.0/14', size: 16 },
  { base: '192.168.0.0/16', size: 20 },
];

/** How many networks have a place in the pools, and how many of these places are taken. */
export interface PoolUse {
  readonly used: number;
  readonly total: number;
}

interface Block {
  /** the first address, as a number */
  readonly start: number;
  readonly prefix: number;
}

/** Counts the places for IPv4 networks. A network that someone has put elsewhere takes none. */
export function poolUse(pools: readonly AddressPool[], subnets: readonly string[]): PoolUse {
  const taken = subnets.flatMap((subnet) => blockOf(subnet) ?? []);
  const uses = pools.flatMap(({ base, size }) => {
    const block = blockOf(base);
    return block === undefined || size < block.prefix ? [] : [countIn(block, size, taken)];
  });
  return {
    used: uses.reduce((sum, { used }) => sum + used, 0),
    total: uses.reduce((sum, { total }) => sum + total, 0),
  };
}

function countIn(pool: Block, size: number, taken: readonly Block[]): PoolUse {
  const total = 2 ** (size - pool.prefix);
  const length = lengthOf(size);
  const places = new Set<number>();
  for (const block of taken) {
    const first = Math.max(block.start, pool.start);
    const end = Math.min(block.start + lengthOf(block.prefix), pool.start + lengthOf(pool.prefix));
    for (let place = Math.floor((first - pool.start) / length); pool.start + place * length < end; place++) {
      places.add(place);
    }
  }
  return { used: places.size, total };
}

const lengthOf = (prefix: number): number => 2 ** (32 - prefix);

/** The first address of an IPv4 subnet that a host can have: `172.17.0.1` of `172.17.0.0/16`; undefined for any other text. */
export function firstAddress(subnet: string): string | undefined {
  const block = blockOf(subnet);
  if (block === undefined) return undefined;
  const parts = [24, 16, 8, 0].map((bits) => Math.floor((block.start + 1) / 2 ** bits) % 256);
  return parts.join('.');
}

function blockOf(subnet: string): Block | undefined {
  const [, address = '', prefix = ''] = /^((?:\d{1,3}\.){3}\d{1,3})\/(\d{1,2})$/.exec(subnet) ?? [];
  if (address === '' || Number(prefix) > 32) return undefined;
  const start = address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
  const length = lengthOf(Number(prefix));
  return { start: Math.floor(start / length) * length, prefix: Number(prefix) };
}
