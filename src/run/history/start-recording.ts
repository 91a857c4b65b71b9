import type { Session } from '../session.ts';

/** From now on the run is kept in the project's history. Loaded here, since a run that changes nothing has none. */
export async function startRecording(
  session: Session,
  project: string,
  documents: ReadonlyMap<string, unknown>,
): Promise<void> {
  const { Recorder } = await import('./recorder.ts');
  session.recorder = new Recorder(session, session.options.engine.memory(project), documents);
}
