import type { FakeContainer } from '../../engine/fake-engine/fake-container.ts';
import type { FakeEngine } from '../../engine/fake-engine/start-fake-engine.ts';

/** A unit that runs until someone ends it. */
export const lasting = (extra = ''): string =>
  `{ image: "busybox:1.36", command: [sh, -c, "sleep infinity"], ${extra} }`;

/** The container of a unit's first instance in the project of a play. */
export function containerOf(fake: FakeEngine, unit: string): FakeContainer {
  const found = [...fake.state.containers.values()].find(({ name }) => name === `play-${unit}-1`);
  if (found === undefined) throw new Error(`there is no container of ${unit}`);
  return found;
}

/** Requests that came, as `METHOD /path`, which match. */
export const requestsOf = (fake: FakeEngine, pattern: RegExp): readonly string[] =>
  fake.requests.map(({ method, path }) => `${method} ${path}`).filter((line) => pattern.test(line));
