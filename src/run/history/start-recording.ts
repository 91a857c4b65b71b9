import type { Session } from '../session.ts';
import { Recorder } from './recorder.ts';

/** From now on the run is kept in the project's history. */
export function startRecording(session: Session, project: string, documents: ReadonlyMap<string, unknown>): void {
  session.recorder = new Recorder(session, session.options.engine.memory(project), documents);
}
