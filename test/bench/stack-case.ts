import { join } from 'node:path';
import { type Contestant, contestants, fixtures } from './contestants.ts';
import { madeStack } from './made-stacks.ts';
import { measure } from './measure.ts';
import { readStack } from './stack.ts';
import { progress, type Stage } from './stage.ts';

/** A stack brought up, brought up again and taken down by everyone in turn; who fails takes no further part. */
export async function stackCase(name: string, stage: Stage): Promise<void> {
  const { scratch, runs, rivalRuns, results, signal } = stage;
  const folder = madeStack(name, scratch) ?? join(fixtures, name);
  const all = await contestants(await readStack(folder), { folder, scratch, project: `bench-${name}` }, stage.compose);
  const out = new Set<Contestant>();
  for (let run = 0; run < runs; run++) {
    // There and back: what one leaves the engine and its disks to do is not always the same other's to wait for.
    for (const contestant of run % 2 === 0 ? all : all.toReversed()) {
      if (out.has(contestant) || (contestant.name === 'compose' && run >= rivalRuns)) continue;
      try {
        await oneRun(name, contestant, stage);
        progress(`${name}: ${contestant.name}, run ${run + 1}`);
      } catch (cause) {
        signal.throwIfAborted();
        out.add(contestant);
        results.fail(`${name}, ${contestant.name}, run ${run + 1}`, cause);
      }
    }
  }
}

/** The first of a contestant after the others' work meets cold caches; none is spared it, and medians bear it. */
async function oneRun(name: string, contestant: Contestant, { results, signal }: Stage): Promise<void> {
  await contestant.clean();
  try {
    for (const step of ['up', 'again', 'down'] as const) {
      const sample = await measure(contestant[step], { signal });
      results.add({ what: `${name}, ${step}`, who: contestant.name }, sample);
    }
  } finally {
    await contestant.clean();
  }
}
