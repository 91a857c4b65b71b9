import type { Problem } from '../core/problem.ts';
import { didYouMean } from '../core/suggest.ts';
import type { Manifest, Unit } from '../manifest/model.ts';
import type { OutputReference } from '../manifest/references.ts';

/** References of a unit to outputs that will never be there. */
export function referenceProblems(unit: Unit, { units }: Manifest): readonly Problem[] {
  const all = [...unit.references, ...(unit.process?.references ?? [])];
  return [...new Set(all)].flatMap((reference) => {
    const problem = problemOf(reference, unit, units);
    return problem === undefined ? [] : [{ severity: 'error', span: reference.span, ...problem } satisfies Problem];
  });
}

/** How a test comes by an output that is not for its environment. */
export const askForOutput = (job: string): string =>
  `let the tests ask for it: devstack -p "$DEVSTACK_PROJECT" job outputs ${job} --reveal --json`;

/** References of tests to outputs that they can not have; that the jobs are there is checked where the file is read. */
export function testReferenceProblems({ test, units }: Manifest): readonly Problem[] {
  return test.references.flatMap(({ job: name, output, variable, span }): readonly Problem[] => {
    const job = units.get(name);
    const promised = job?.kind === 'job' ? job.outputs.find((one) => one.name === output) : undefined;
    if (promised?.sensitive !== true) return [];
    const message = `"${variable}" of "test" refers to "${output}" of "${name}", which is sensitive`;
    const hint = askForOutput(name);
    const related = [{ message: 'said to be sensitive here', span: promised.span }];
    return [{ severity: 'error', code: 'bad-interpolation', message, span, hint, related }];
  });
}

function problemOf(
  { job: name, output, variable }: OutputReference,
  { name: own }: Unit,
  units: Manifest['units'],
): Pick<Problem, 'code' | 'message' | 'hint' | 'related'> | undefined {
  const what = `"${variable}" of "${own}" refers to an output of "${name}"`;
  const job = units.get(name);
  if (job === undefined) {
    const jobs = [...units.values()].filter(({ kind }) => kind === 'job').map((unit) => unit.name);
    const hint = didYouMean(name, jobs);
    return {
      code: 'unknown-dependency',
      message: `${what}, which does not exist`,
      ...(hint !== undefined && { hint }),
    };
  }
  if (name === own) return { code: 'self-dependency', message: `${what}, which is itself` };
  if (job.kind === 'service') {
    return { code: 'unknown-output', message: `${what}, which is a service: only jobs have outputs` };
  }
  // A job that promises nothing may write anything.
  if (job.outputs.length === 0 || job.outputs.some((promised) => promised.name === output)) return undefined;
  const promised = job.outputs.map((one) => one.name);
  return {
    code: 'unknown-output',
    message: `"${variable}" of "${own}" refers to "${output}", which is not among the outputs of job "${name}"`,
    hint:
      didYouMean(output, promised) ?? `it has ${promised.join(', ')}: add "${output}" to its outputs if it writes that`,
    related: job.outputs.slice(0, 1).map(({ span }) => ({ message: `the outputs of "${name}"`, span })),
  };
}
