import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const sleeper = '{ image: "busybox:1.36", init: true, command: [sleep, infinity] }';

/** So many units side by side, none of which waits for another. */
const wide = (units: number): string =>
  `services:\n${Array.from({ length: units }, (_, at) => `  u${at}: ${sleeper}\n`).join('')}`;

/** Two services, the second after the first is healthy, by a healthcheck that says nothing of its times. */
const defaults = `services:
  db:
    image: busybox:1.36
    init: true
    command: [sh, -c, "sleep 0.5; touch /ready; exec sleep infinity"]
    healthcheck: { test: [CMD, test, -e, /ready] }
  api:
    image: busybox:1.36
    init: true
    command: [sh, -c, "touch /ready; exec sleep infinity"]
    healthcheck: { test: [CMD, test, -e, /ready] }
    depends_on: [db]
`;

/** The folder of a stack that is made for the benchmark: `wide-50` and the like, or `defaults`; undefined for any other. */
export function madeStack(name: string, scratch: string): string | undefined {
  const units = /^wide-(\d+)$/.exec(name)?.[1];
  const text = units === undefined ? (name === 'defaults' ? defaults : undefined) : wide(Number(units));
  if (text === undefined) return undefined;
  const folder = join(scratch, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'devstack.yaml'), `name: ${name}\n${text}`);
  return folder;
}
