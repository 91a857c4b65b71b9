import type { Intent } from '../../core/event.ts';
import { askedNow, askedOptions } from '../asked.ts';
import type { Handler } from '../command.ts';
import { exitCodeOf, followRun, ladderOf } from '../follow-run.ts';
import { openEngine } from '../open-engine.ts';
import { openFace } from '../open-face.ts';
import { requireJob } from '../require-job.ts';
import { findProject, readStack, wholePlan } from '../stack.ts';
import { upPolicyOf } from '../up-policy-of.ts';
import { bringUp } from './up.ts';

/** Brings up what a job needs and runs it, or another of its events, showing what it writes. */
export const jobRun: Handler = async (given, shell) =>
  (given.options.event ?? 'start') === 'start' ? await runStart(given, shell) : await runOther(given, shell);

const runStart: Handler = async ({ args: [name = ''], options }, shell) => {
  const { manifest } = await readStack(options, {}, shell);
  requireJob(manifest, name);
  const { force = false, ...others } = options;
  const policy = { ...upPolicyOf(others, [name]), ...(force && { rerun: new Set([name]) }) };
  const asked = askedNow('job run', [name]);
  const wanted = { options: { ...others, detach: true }, selection: { units: [name] }, policy, asked };
  return await bringUp(wanted, shell, (unit) => unit === name);
};

const runOther: Handler = async ({ args: [job = ''], options }, shell) => {
  const found = await findProject(options, shell);
  const plan = wholePlan(found);
  const [{ jobEvent }, { systemClock }] = await Promise.all([
    import('../../run/lifecycle/run-job-event.ts'),
    import('../../run/system-clock.ts'),
  ]);
  const engine = await openEngine(shell);
  const send = (intent: Intent): void => run.send(intent);
  const face = await openFace({ name: options.ui ?? 'plain', attached: true, options, send }, shell);
  const run = jobEvent({
    engine,
    clock: systemClock,
    ...askedOptions(askedNow('job run', [job]), found.manifest, shell),
    observer: (event, view) => face.event(event, view),
    project: found.name,
    job,
    event: options.event === 'delete' ? 'delete' : 'stop',
    ...(plan && { plan }),
    force: options.force === true,
  });
  try {
    return exitCodeOf(await followRun(run, face, ladderOf(send, shell), shell));
  } finally {
    engine.close();
  }
};
