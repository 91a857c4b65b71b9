import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAtLeast } from '../../../src/engine/docker/api-version.ts';
import { describeWithEngine } from '../engine-available.ts';
import { bringUp, type Ingredients, type Stack } from './harness.ts';
import type { Unit } from './unit.ts';

/** What one key of a service does. */
export interface KeyCase {
  readonly key: string;
  /** what can be observed of it */
  readonly shows: string;
  /** the unit's name, where others refer to it */
  readonly name?: string;
  /** the service in YAML, above what all have */
  readonly service: string;
  readonly see: (unit: Unit, stack: Stack) => Promise<unknown>;
  /** compared by `toEqual` */
  readonly is: unknown;
  /** version of the engine's API from which the key can be honoured; before, a warning has to name it and its owner */
  readonly since?: readonly [api: string, key: string, owner?: string];
  /** what the engine says where the machine can not do it: then that has to be told */
  readonly orTold?: RegExp;
}

/** What is in the file besides the services of the cases. */
interface Surroundings extends Ingredients {
  /** top-level keys */
  readonly top?: string;
  /** services that others refer to, in YAML by name */
  readonly services?: Readonly<Record<string, string>>;
}

/** What each service has unless it says otherwise: it lasts, and is stopped at once. */
export const base = `
x-base: &base
  image: busybox:1.36
  command: [sleep, infinity]
  init: true
  stop_grace_period: 0s
`;

/** A text with each line so many spaces further to the right. */
const indented = (text: string, by: number): string => text.trim().replaceAll(/^(?!$)/gm, ' '.repeat(by));

/** A service that has what all have, and this. */
export const serviceText = (name: string, body: string): string =>
  `  ${name}:\n    <<: *base\n${indented(body.replaceAll(/^\n+|\s+$/g, ''), 4)}\n`;

const nameOf = ({ name, key }: KeyCase, at: number): string => name ?? `${key.replaceAll(/[^a-z]/g, '-')}-${at}`;

/** The Compose file in which every case has a service of its own. */
function fileOf(cases: readonly KeyCase[], { top = '', services = {} }: Surroundings): string {
  const tested = cases.map((one, at) => serviceText(nameOf(one, at), one.service));
  const others = Object.entries(services).map(([name, body]) => serviceText(name, body));
  return [base, top, 'services:', ...tested, ...others].join('\n');
}

/** How long a stack of dozens of services may take to come or to go on a slow machine, ms. */
const patience = 180_000;

/** Brings one stack up in which every case has a service, and looks at each of them. */
export function keyCases(theme: string, cases: readonly KeyCase[], surroundings: Surroundings = {}): void {
  describeWithEngine(theme, () => {
    let stack: Stack;
    beforeAll(async () => {
      stack = await bringUp(fileOf(cases, surroundings), surroundings);
    }, patience);
    afterAll(async () => await stack?.[Symbol.asyncDispose](), patience);

    test.each(cases.map((one, at) => [one.key, one.shows, one, at] as const))('"%s" %s', async (_, __, one, at) => {
      const name = nameOf(one, at);
      const [api, key, owner = `service "${name}"`] = one.since ?? ['1.0', ''];
      if (!isAtLeast(stack.api, api)) {
        expect(stack.warnings).toContain(`this engine ignores "${key}" of ${owner}`);
        return;
      }
      if (one.orTold !== undefined && isTold(stack, name, one.orTold)) return;
      expect(failuresOf(stack, name)).toEqual([]);
      expect(await one.see(stack.unit(name), stack)).toEqual(one.is);
    });
  });
}

const isTold = ({ warnings }: Stack, name: string, what: RegExp): boolean =>
  warnings.some((one) => one.startsWith(`the engine warns about service "${name}": `) && what.test(one));

function failuresOf({ outcome }: Stack, name: string): readonly string[] {
  if (outcome.kind !== 'failed') return [];
  return outcome.failures
    .filter(({ instance }) => instance.startsWith(`${name}#`))
    .map(({ failure }) => failure.message);
}
