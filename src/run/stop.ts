import type { Outcome } from '../core/event.ts';
import { failureOf } from '../core/failure.ts';
import type { Unit } from '../manifest/model.ts';
import { startRecording } from './history/start-recording.ts';
import { knownSecrets } from './jobs/known-secrets.ts';
import { takeLock } from './project-lock.ts';
import { emptyShape, shapeOfContainers } from './run-shape.ts';
import { Interruption, type Run, Session, type SessionOptions } from './session.ts';
import { stopAll } from './stop-started.ts';
import { isUp } from './tear-down.ts';

/** What `stop` is to do. */
export interface StopOptions extends SessionOptions {
  readonly project: string;
  /** only these units; absent: all */
  readonly units?: ReadonlySet<string>;
  /** what is to be run in a unit's container before it is stopped; undefined where nothing is known of it */
  hooksOf(unit: string): Pick<Unit, 'hooks'> | undefined;
  /** how long a container may take to stop, ms; absent: what it was made with */
  readonly graceMs?: number;
}

/** Stops containers of a project in reverse order, and removes nothing; needs no manifest. */
export function stop(options: StopOptions): Run {
  const session = new Session(options, 'stop', emptyShape(options.project));
  return { view: session.state, done: run(session, options), send: (intent) => session.send(intent) };
}

async function run(session: Session, options: StopOptions): Promise<Outcome> {
  const complete = await stopWanted(session, options).catch(async (error: unknown) => {
    if (error instanceof Interruption) return false;
    await session.recorder?.end(failureOf(error), 'released');
    throw error;
  });
  const outcome: Outcome = { kind: 'stopped', wasReady: complete || !session.interrupted.aborted, complete };
  await session.recorder?.end(outcome, 'released');
  session.emit({ type: 'run.finished', outcome, durationMs: session.elapsed() });
  return outcome;
}

async function stopWanted(session: Session, options: StopOptions): Promise<boolean> {
  const { engine, project, units, hooksOf, graceMs } = options;
  const { interrupted, emit } = session;
  const { description } = await engine.info(interrupted);
  emit({ type: 'run.started', project, command: 'stop', engine: description });
  const lock = await takeLock(session, project);
  try {
    const [{ containers }, documents] = await Promise.all([
      engine.observe(project, interrupted),
      engine.memory(project).read(interrupted),
    ]);
    session.learnSecrets(knownSecrets(documents));
    const wanted = containers.filter(({ unit }) => units?.has(unit) ?? true);
    session.state.reshape(shapeOfContainers(project, wanted), () => false);
    if (documents.size > 0 && wanted.some(isUp)) await startRecording(session, project, documents);
    session.recorder?.begin();
    return await stopAll(session, wanted, { reason: 'stop', hooksOf, graceMs });
  } finally {
    await lock.release();
  }
}
