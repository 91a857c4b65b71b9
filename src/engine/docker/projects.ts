import type Dockerode from 'dockerode';
import type { ProjectFacts } from '../engine.ts';
import { ask } from './ask.ts';
import { label } from './labels.ts';

/** Projects that have containers of units on this engine, by name, with how many are in which state. */
export async function listProjects(docker: Dockerode, signal: AbortSignal): Promise<readonly ProjectFacts[]> {
  const found = await ask({ doing: 'look for projects', repeat: 'safe' }, signal, (abortSignal) =>
    docker.listContainers({ all: true, filters: { label: [label.unit] }, abortSignal }),
  );
  const units = found.filter(({ Labels }) => Labels[label.oneOff] === undefined);
  const byProject = Map.groupBy(units, ({ Labels }) => Labels[label.project] ?? '');
  return [...byProject]
    .map(([name, containers]) => {
      const states = Map.groupBy(containers, ({ State }) => State);
      return { name, states: Object.fromEntries([...states].map(([state, of]) => [state, of.length])) };
    })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
