import type { Outcome } from '../../core/event.ts';
import { DevstackError } from '../../core/failure.ts';
import type { Unit } from '../../manifest/model.ts';
import type { Plan } from '../../plan/plan.ts';
import { lookAtProject } from '../look-at-project.ts';
import { copyVolume } from '../migrations/copy-volume.ts';
import { copyingImage } from '../migrations/copying-image.ts';
import { volumeForCopy } from '../migrations/volume-for-copy.ts';
import { takeLock } from '../project-lock.ts';
import { emptyShape, shapeOfContainers } from '../run-shape.ts';
import { Interruption, type Run, Session, type SessionOptions } from '../session.ts';
import { stopAll } from '../stop-started.ts';
import { type Baseline, baselineIn, forgottenBaseline, jobsIn, rememberedBaseline } from './baseline.ts';
import { type StackData, stackData } from './stack-data.ts';

/** What is done with the data of a stack that runs. */
export interface ResetOptions extends SessionOptions {
  readonly plan: Plan;
  /** `restore`: put it back to what was kept; `keep`: keep it as it is now, unless nothing was done to it since */
  readonly what: 'restore' | 'keep';
  /** what is to be run in a unit's container before it is stopped; undefined where nothing is known of it */
  hooksOf(unit: string): Pick<Unit, 'hooks'> | undefined;
}

/**
 * Keeps the data of a stack that is ready, or puts it back to that. Whoever has the data open is stopped, and stays so: an
 * `up` brings it back. Where there is nothing to do nobody is stopped.
 */
export function resetData(options: ResetOptions): Run {
  const session = new Session(options, 'reset', emptyShape(options.plan.project));
  return { view: session.state, done: run(session, options), send: (intent) => session.send(intent) };
}

async function run(session: Session, options: ResetOptions): Promise<Outcome> {
  const complete = await reset(session, options).catch((error: unknown) => {
    if (error instanceof Interruption) return false;
    throw error;
  });
  const outcome: Outcome = { kind: 'stopped', wasReady: complete, complete };
  session.emit({ type: 'run.finished', outcome, durationMs: session.elapsed() });
  return outcome;
}

async function reset(session: Session, { engine, plan, what, hooksOf, clock }: ResetOptions): Promise<boolean> {
  const { interrupted, emit } = session;
  const { project } = plan;
  const memory = engine.memory(project);
  const lock = await takeLock(session, project);
  try {
    const { observed, documents } = await lookAtProject(engine, project, interrupted);
    const data = stackData(observed, plan);
    const known = baselineIn(documents, data.volumes);
    const jobs = jobsIn(documents);
    const isDone = what === 'keep' ? known?.jobs === jobs : known === undefined;
    if (isDone || data.volumes.size === 0) return true;
    session.state.reshape(shapeOfContainers(project, data.users), () => false);
    const began = clock.monotonic();
    if (!(await stopAll(session, data.users, { reason: 'its data is reset', hooksOf }))) throw stillUsed();
    if (what === 'keep') {
      // The new copies take the place of the old: cut off in the middle they are neither.
      await memory.write(forgottenBaseline, interrupted);
      const volumes = await keep(session, plan, data);
      await memory.write(rememberedBaseline({ volumes, jobs }), interrupted);
    } else if (known !== undefined) await putBack(session, plan, data, known);
    const durationMs = clock.monotonic() - began;
    const volumes = [...data.volumes.keys()];
    emit({ type: 'snapshot', what: what === 'keep' ? 'taken' : 'restored', volumes, durationMs });
    return true;
  } finally {
    await lock.release();
  }
}

const stillUsed = (): DevstackError => {
  const message = 'the data of the stack can not be reset: a service that uses it does not stop';
  return new DevstackError({ code: 'snapshot', family: 'unit', message, hint: 'run "devstack ps" to see which' });
};

/** Copies all of it to volumes of the project; what an attempt that was cut off has left is overwritten. */
async function keep(session: Session, plan: Plan, data: StackData): Promise<Baseline['volumes']> {
  const { engine } = session.options;
  const { project, units } = plan;
  const [first] = units.values();
  if (first === undefined) return new Map();
  const { span } = first.unit;
  const copies = [...data.volumes].map(([name, identity], index) => {
    return [name, { copy: `${project}_baseline-${index + 1}`, identity }] as const;
  });
  for (const [name, { copy }] of copies) {
    await engine.ensureVolume(project, volumeForCopy(plan, name, copy, span), session.interrupted);
  }
  const baseline = new Map(copies);
  await copyAll(
    session,
    data,
    plan,
    [...baseline].map(([from, { copy: to }]) => ({ of: from, from, to })),
  );
  return baseline;
}

async function putBack(session: Session, plan: Plan, data: StackData, { volumes }: Baseline): Promise<void> {
  await copyAll(
    session,
    data,
    plan,
    [...volumes].map(([to, { copy: from }]) => ({ of: to, from, to })),
  );
}

async function copyAll(
  { options: { engine }, interrupted }: Session,
  { images, users }: StackData,
  plan: Plan,
  copies: readonly { readonly of: string; readonly from: string; readonly to: string }[],
): Promise<void> {
  const { project } = plan;
  const job = users[0]?.unit ?? 'reset';
  const done = copies.map(async ({ of, from, to }) => {
    const image = await copyingImage(engine, plan, of, { images }, interrupted);
    await copyVolume(engine, { project, job, image, from, to }, interrupted);
  });
  const failed = (await Promise.allSettled(done)).find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
