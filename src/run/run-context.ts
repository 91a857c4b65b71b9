import type { InstanceId } from '../core/unit-state.ts';
import type { Plan } from '../plan/plan.ts';
import type { Ground, RunContext } from './context.ts';
import { outputsFromOutside, recordOf } from './jobs/job-memory.ts';
import { knownSecrets } from './jobs/known-secrets.ts';
import { Limiter } from './limiter.ts';
import { News } from './news.ts';
import { Crowd } from './readiness/crowd.ts';
import { readyRecord } from './ready-memory.ts';
import type { Seen } from './seen.ts';
import type { Session } from './session.ts';
import type { UpPolicy } from './up-policy.ts';

/** Starts and creates that the engine does at once: with fewer it has to wait for disks in between, more only lengthen each. */
const startCapacity = 16;

/** Exec probes, and creates ahead of their turn, at once. */
const besideCapacity = 4;

/** Exec probes that take long, at once: tests that hang keep no other from being asked. */
const longCapacity = 12;

/** Pulls and builds at once. */
const imageCapacity = 4;

/** Everything that the work of a run needs, as of its first look. `present` holds the plan in force, which may be replaced. */
export function contextFor(
  session: Session,
  present: { plan: Plan; seen: Seen },
  ground: Ground,
  policy: UpPolicy,
): RunContext {
  const { engine, clock } = session.options;
  const { look } = present.seen;
  const context: RunContext = {
    engine,
    info: look.info,
    clock,
    killed: session.killed,
    memory: engine.memory(present.plan.project),
    lateWrites: new Set(),
    limiter: new Limiter(startCapacity, besideCapacity, longCapacity),
    crowd: new Crowd(),
    imageLimiter: new Limiter(imageCapacity),
    learnSecrets: session.learnSecrets,
    key: look.key,
    mayStart: Promise.resolve(),
    emit: session.emit,
    plan: () => present.plan,
    assessment: () => present.seen.assessment,
    ground,
    policy,
    outputs: new Map(),
    records: new Map(),
    secrets: new Set(),
    documents: () => present.seen.look.documents,
    containers: new Map(),
    found: new Map(),
    startedHere: new Map(),
    starts: new Map(),
    news: new News(),
    prepared: new Map(),
    inherited: new Map(),
    adapted: new Map(),
    images: new Map(),
    imageFacts: look.images,
    waitingSince: new Map(),
    readySince: new Map(),
    readyBefore: readyRecord(look.documents),
  };
  takeSeen(context, present.plan, present.seen, () => false);
  return context;
}

/** Takes in a look: containers, records of jobs and the images that are there. */
export function takeSeen(
  context: RunContext,
  plan: Plan,
  { look, renewed }: Seen,
  kept: (instance: InstanceId) => boolean,
): void {
  const secrets = knownSecrets(look.documents);
  for (const secret of secrets) context.secrets.add(secret);
  context.learnSecrets(secrets);
  context.found.clear();
  context.containers.clear();
  context.records.clear();
  context.images.clear();
  for (const instance of [...context.prepared.keys()]) if (!kept(instance)) context.prepared.delete(instance);
  for (const container of look.observed.containers) context.containers.set(container.instance, container);
  for (const [reference, facts] of look.images) {
    if (facts !== undefined) context.images.set(reference, renewed?.get(reference) ?? Promise.resolve());
  }
  for (const [job, outputs] of outputsFromOutside(plan, look.documents)) {
    context.outputs.set(job, outputs);
  }
  for (const planned of plan.units.values()) {
    if (planned.kind === 'job') context.records.set(planned.name, recordOf(look.documents, planned.name));
  }
}
