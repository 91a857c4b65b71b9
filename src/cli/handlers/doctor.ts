import { exitCodes, type Failure, failureOf } from '../../core/failure.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { type Examination, examineEngine } from '../../engine/docker/examine.ts';
import type { Engine } from '../../engine/engine.ts';
import { leftovers } from '../../engine/process/leftovers.ts';
import { processEngine } from '../../engine/process/process-engine.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Handler } from '../command.ts';
import { engineFindings, noEngine, noEngineNeeded } from '../doctor/engine-findings.ts';
import { doubtful, type Finding } from '../doctor/finding.ts';
import { formatFindings } from '../doctor/format-findings.ts';
import { leftoverFindings } from '../doctor/leftover-findings.ts';
import { machineFindings } from '../doctor/machine-findings.ts';
import { manifestFinding, noManifest } from '../doctor/manifest-findings.ts';
import { portFindings } from '../doctor/port-findings.ts';
import { planWithoutEngine } from '../local-units.ts';
import { programOf } from '../open-face.ts';
import { outTheme } from '../out.ts';
import type { Shell } from '../shell.ts';
import { readStack, type Stack } from '../stack.ts';
import { withEngine } from '../with-engine.ts';

/** Where output is no terminal, columns. */
const usualWidth = 100;
/** Longest that the engine may take to say which stacks belong to a process, ms. */
const deadlineMs = 5_000;

/** Looks at everything that `up` rests on, and says what to do. Changes nothing. */
export const doctor: Handler = async ({ options }, shell) =>
  await withEngine(shell, async (engine, signal) => {
    const [examined, read] = await Promise.all([
      attempt(examineEngine(shell.host, signal)),
      attempt(readStack(options, {}, shell)),
    ]);
    // One that does not answer is not asked again.
    const asked = examined.ok ? engine : processEngine(shell.host);
    const plan = read.ok ? planFor(read.value, examined.ok) : undefined;
    const program = programOf(options);
    const findings = [
      ...engineFound(examined, plan),
      ...machineFindings(shell),
      read.ok ? manifestFinding(read.value, program) : noManifest(read.reason, options.file !== undefined, program),
      ...(plan === undefined
        ? []
        : await portFindings(asked, plan, !examined.ok || examined.value.publishesHere, signal)),
      ...(await leftoversOf(asked, examined, shell, signal)),
    ];
    const wrong = findings.flatMap((finding) => (finding.level === 'wrong' ? finding.family : []));
    const width = (shell.stdout.isTTY && shell.stdout.columns) || usualWidth;
    shell.stdout.write(
      options.json
        ? `${JSON.stringify({ ok: wrong.length === 0, findings: findings.map(findingJson) }, null, 2)}\n`
        : formatFindings(findings, outTheme(shell), width),
    );
    return exitCodes[wrong[0] ?? 'ok'];
  });

async function attempt<Value>(asked: Promise<Value>): Promise<Result<Value, Failure>> {
  try {
    return ok(await asked);
  } catch (error) {
    const failure = failureOf(error);
    if (failure.family === 'bug') throw error;
    return fail(failure);
  }
}

/** As `up` would plan it: without an engine all units are processes of this machine, where they can be. */
const planFor = (stack: Stack, hasEngine: boolean): Plan | undefined =>
  hasEngine ? stack.plan : planWithoutEngine(stack, {});

function engineFound(examined: Result<Examination, Failure>, plan: Plan | undefined): readonly Finding[] {
  if (examined.ok) return engineFindings(examined.value);
  return [plan === undefined ? noEngine(examined.reason) : noEngineNeeded(examined.reason, plan.project)];
}

async function leftoversOf(
  engine: Engine,
  examined: Result<Examination, Failure>,
  { host }: Shell,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const locks = examined.ok ? examined.value.deadLocks : ok([]);
  try {
    const [stacks, here] = await Promise.all([
      engine.ownedStacks(AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)])),
      leftovers(host),
    ]);
    return [
      ...leftoverFindings(stacks, locks.ok ? locks.value : [], here),
      ...(locks.ok ? [] : [doubtful('locks', `not known: ${locks.reason}`)]),
    ];
  } catch (error) {
    signal.throwIfAborted();
    // A folder that someone has tampered with is no reason to tell nothing else.
    return [doubtful('leftovers', `not known: ${failureOf(error).message}`)];
  }
}

/** For programs: `level` is fine, doubtful or wrong. */
const findingJson = (finding: Finding): object => ({
  subject: finding.subject,
  level: finding.level,
  message: finding.message,
  ...(finding.level !== 'fine' && finding.hint !== undefined && { hint: finding.hint }),
});
