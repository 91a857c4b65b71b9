import type { Problem, ProblemCode } from '../core/problem.ts';
import type { Span } from '../core/source.ts';
import type { Manifest, Unit } from './model.ts';

/** What a manifest has that the pipeline which it is to reproduce does not: there it would go another way. */
export function parityProblems(manifest: Manifest, parity: Span): readonly Problem[] {
  if (manifest.parity.kind === 'none') return [];
  if (manifest.stages.length === 0) {
    const message = 'a pipeline orders by stages alone, and the file has none';
    return [problem('error', 'conflicting-keys', message, parity, 'add "stages", such as stages: default')];
  }
  const eager: readonly Problem[] =
    manifest.barrier === 'eager'
      ? [
          problem(
            'error',
            'conflicting-keys',
            'in a pipeline each stage waits for the one before, and "barrier: eager" does not let it',
            parity,
            'remove one of them',
          ),
        ]
      : [];
  return [...eager, ...[...manifest.units.values()].flatMap((unit) => withinStage(unit, manifest))];
}

/** All units of a stage are deployed at once there. */
function withinStage(unit: Unit, { units }: Manifest): readonly Problem[] {
  const named = [
    ...unit.dependsOn.map((dependency) => [dependency.unit, dependency.span] as const),
    ...unit.references.map(({ job, span }) => [job, span] as const),
  ];
  return [...new Map(named)].flatMap(([name, span]) => {
    const other = units.get(name);
    if (other === undefined || other === unit || other.stage === undefined || other.stage !== unit.stage) return [];
    const message = `"${unit.name}" waits for "${name}" here, and in the pipeline it would not: both are in stage "${unit.stage}"`;
    return [problem('warning', 'parity', message, span, `put "${name}" into an earlier stage`)];
  });
}

function problem(severity: Problem['severity'], code: ProblemCode, message: string, span: Span, hint: string): Problem {
  return { severity, code, message, span, hint };
}
