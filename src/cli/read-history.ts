import { DevstackError } from '../core/failure.ts';
import type { RunRecord } from '../core/run-record.ts';
import { maskedRecord } from '../run/history/make-record.ts';
import { type History, historyIn } from '../run/history/stored-history.ts';
import { knownSecrets } from '../run/jobs/known-secrets.ts';
import { Masker } from '../run/masking/masker.ts';
import type { Options } from './command.ts';
import type { Shell } from './shell.ts';
import { findProject } from './stack.ts';
import { withEngine } from './with-engine.ts';

/** The runs of a project, the newest first. What of them can not be read is told, and left out. */
export async function readHistory(
  options: Options,
  shell: Shell,
): Promise<{ readonly project: string; readonly runs: History['runs'] }> {
  const { name: project } = await findProject(options, shell);
  const documents = await withEngine(shell, (engine, signal) => engine.memory(project).read(signal));
  const { runs, unreadable } = historyIn(documents);
  const masker = new Masker();
  masker.learn(knownSecrets(documents));
  if (unreadable.length > 0) {
    const what = unreadable.length === 1 ? 'a run' : `${unreadable.length} runs`;
    shell.stderr.write(`warning: ${what} of the history can not be read and is left out: ${unreadable.join(', ')}\n`);
  }
  return { project, runs: runs.map((run) => maskedRecord(run, masker.apply)) };
}

/** Whether a run that has no end yet still goes on: its process runs, as far as that can be told from this machine. */
export const isGoingOn = ({ end, host, process }: RunRecord, shell: Shell): boolean =>
  end === undefined && host === shell.host.name && shell.host.isAlive(process);

/** The run that is meant: the one with this id or its beginning, else the latest. Throws `not-found`. */
export function runNamed(runs: readonly RunRecord[], project: string, id: string | undefined): RunRecord {
  const [latest] = runs;
  if (latest === undefined) {
    const hint = 'runs that change something are kept: "devstack up" makes the first';
    throw notFound(`nothing is remembered of runs of "${project}"`, hint);
  }
  if (id === undefined) return latest;
  const exact = runs.find((run) => run.id === id);
  const matching = exact === undefined ? runs.filter((run) => run.id.startsWith(id)) : [exact];
  const [only, ...others] = matching;
  if (only !== undefined && others.length === 0) return only;
  if (only === undefined) throw notFound(`"${project}" remembers no run "${id}"`, '"devstack history" lists them');
  const ids = matching.map((run) => run.id).join(', ');
  throw notFound(`"${id}" is the beginning of several runs: ${ids}`, 'write more of it');
}

const notFound = (message: string, hint: string): DevstackError =>
  new DevstackError({ code: 'not-found', family: 'usage', message, hint });
