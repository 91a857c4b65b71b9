import { floodCase as processFloodCase } from './process-flood-case.ts';
import { simulatedCase } from './simulated-case.ts';
import { stackCase } from './stack-case.ts';
import type { Stage } from './stage.ts';
import { startCase } from './start-case.ts';
import { firstFrameCase } from './terminal/first-frame.ts';
import { floodCase } from './terminal/flood.ts';
import { framesCase } from './terminal/frames.ts';
import { idleCase } from './terminal/idle.ts';
import { startingCase } from './terminal/starting.ts';
import { waitingCase } from './terminal/waiting.ts';

/** What a case cannot be measured without: a Docker engine, or a program. */
export type Need = 'engine' | 'script' | 'tmux';

/** Something to measure, by the name that `--only` takes. */
export interface Case {
  readonly name: string;
  /** what it measures, for the help */
  readonly about: string;
  readonly needs: readonly Need[];
  measure(stage: Stage): Promise<void>;
}

const stack = (name: string, about: string): Case => ({
  name,
  about,
  needs: ['engine'],
  measure: (stage) => stackCase(name, stage),
});

const wide = (units: number): Case => stack(`wide-${units}`, `${units} containers side by side`);

const simulated = (units: number): Case => ({
  name: String(units),
  about: `${units} units on an engine without containers: what devstack itself costs`,
  needs: [],
  measure: (stage) => simulatedCase(units, stage),
});

const terminalCases: readonly Case[] = [
  { name: 'frames', about: 'CPU of one frame', needs: [], measure: framesCase },
  {
    name: 'first-frame',
    about: 'from the command to the first frame',
    needs: ['engine', 'script'],
    measure: firstFrameCase,
  },
  { name: 'flood', about: '20000 lines at once from a container', needs: ['engine', 'script'], measure: floodCase },
  { name: 'idle', about: '10 services that say nothing', needs: ['engine', 'script'], measure: idleCase },
  { name: 'starting', about: '50 services that start', needs: ['script'], measure: startingCase },
  { name: 'waiting', about: '20 units that wait', needs: ['script'], measure: waitingCase },
];

/** All that is measured where nothing is chosen, in this order. */
export const cases: readonly Case[] = [
  stack('shop', 'PostgreSQL, Redis, a migration, a seed, an API, a web front'),
  stack('chain', '10 services, each after the one before'),
  wide(50),
  wide(100),
  wide(200),
  stack('defaults', 'two services with the default healthcheck'),
  { name: 'start', about: 'start of the program', needs: [], measure: startCase },
  simulated(1000),
  simulated(5000),
  { name: 'process-flood', about: '1000000 lines from a process in 10 s', needs: ['tmux'], measure: processFloodCase },
  ...terminalCases,
];

/** The cases of a name: one, so many units (`wide-N`, `N`), or with `ui` all of the terminal; none of any other. */
export function casesNamed(name: string): readonly Case[] {
  if (name === 'ui') return terminalCases;
  const known = cases.filter((each) => each.name === name);
  if (known.length > 0) return known;
  const [, side, units] = /^(wide-)?([1-9]\d{0,4})$/.exec(name) ?? [];
  if (units === undefined) return [];
  return [side === undefined ? simulated(Number(units)) : wide(Number(units))];
}
