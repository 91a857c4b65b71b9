import { expect, test } from 'vitest';
import { instanceId } from '../../src/core/unit-state.ts';
import type { Manifest } from '../../src/manifest/model.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { teardownOrder } from '../../src/plan/teardown-order.ts';
import { container } from './container-builder.ts';
import { job, manifestOf, service } from './manifest-builder.ts';
import { planOf } from './plan-of.ts';
import { forSeeds, random } from './random.ts';

const seeds = 200;
const stages = ['one', 'two', 'three'];

/** A manifest whose units need only earlier ones in a hidden order, which the file does not follow. */
function soundManifest(seed: number): Manifest {
  const next = random(seed);
  const size = 1 + Math.floor(next() * 25);
  const ranks = Array.from({ length: size }, (_, at) => at).sort(() => next() - 0.5);
  const units = ranks.map((rank) => {
    const needs = Array.from({ length: rank }, (_, at) => `u${at}`).filter(() => next() < 0.2);
    const stage = stages[Math.floor((rank * stages.length) / size)] ?? 'one';
    return (next() < 0.3 ? job : service)(`u${rank}`, { needs, stage });
  });
  return manifestOf({ stages, units });
}

function anyManifest(seed: number): Manifest {
  const next = random(seed);
  const names = Array.from({ length: 2 + Math.floor(next() * 8) }, (_, at) => `u${at}`);
  const density = next() * 0.3;
  const units = names.map((name) =>
    service(name, { needs: names.filter((other) => other !== name && next() < density) }),
  );
  return manifestOf({ units });
}

/** The plainest way to know: take away what needs nothing, until nothing changes. */
function hasCycle(manifest: Manifest): boolean {
  const left = new Set(manifest.units.keys());
  const isFree = (name: string) => !manifest.units.get(name)?.dependsOn.some((need) => left.has(need.unit));
  for (let free = [...left].filter(isFree); free.length > 0; free = [...left].filter(isFree)) {
    for (const name of free) left.delete(name);
  }
  return left.size > 0;
}

test('every unit comes after what it needs, and no stage before an earlier one', () => {
  forSeeds(seeds, (seed) => {
    const plan = planOf(soundManifest(seed));
    const order = [...plan.units.keys()];
    for (const { name, needs } of plan.units.values()) {
      for (const need of needs) expect(order.indexOf(need.unit)).toBeLessThan(order.indexOf(name));
    }
    const inOrder = [...plan.units.values()].map((unit) => unit.stage);
    expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
  });
});

test('a selection is closed: whatever a selected unit needs is selected', () => {
  forSeeds(seeds, (seed) => {
    const manifest = soundManifest(seed);
    const [first = ''] = manifest.units.keys();
    const plan = planOf(manifest, { units: [first] });
    for (const { needs } of plan.units.values()) {
      for (const need of needs) expect(plan.units.has(need.unit)).toBe(true);
    }
  });
});

test('a cycle is told exactly where there is one, and each path goes along dependencies', () => {
  forSeeds(seeds, (seed) => {
    const manifest = anyManifest(seed);
    const { plan, problems } = makePlan(manifest, {});
    expect(problems.some((problem) => problem.code === 'cycle')).toBe(hasCycle(manifest));
    expect(plan === undefined).toBe(hasCycle(manifest));
    for (const { message } of problems) {
      const path = message.split(': ')[1]?.split(' → ') ?? [];
      expect(path.at(-1)).toBe(path[0]);
      for (const [at, from] of path.slice(0, -1).entries()) {
        expect(manifest.units.get(from)?.dependsOn.map((need) => need.unit)).toContain(path[at + 1]);
      }
    }
  });
});

test('teardown is the reverse: nothing stops before what needs it, nor before a later stage', () => {
  forSeeds(seeds, (seed) => {
    const plan = planOf(soundManifest(seed));
    const containers = [...plan.units.values()].map((unit) =>
      container(unit.name, {
        instance: instanceId(unit.name),
        stageIndex: unit.stage,
        needs: unit.needs.map((need) => need.unit),
      }),
    );
    const waves = teardownOrder(containers);
    expect(waves.flat()).toHaveLength(containers.length);
    const waveOf = new Map(waves.flatMap((wave, at) => wave.map(({ unit }) => [unit, at] as const)));
    for (const { unit, needs, stageIndex = 0 } of containers) {
      const own = waveOf.get(unit);
      for (const need of needs) expect(waveOf.get(need)).toBeGreaterThan(Number(own));
      for (const other of containers) {
        if ((other.stageIndex ?? 0) > stageIndex) expect(waveOf.get(other.unit)).toBeLessThan(Number(own));
      }
    }
  });
});
