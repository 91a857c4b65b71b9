import { exitCodes } from '../../core/failure.ts';
import type { Plan } from '../../plan/plan.ts';
import { planJson } from '../../plan/plan-json.ts';
import { printPlan } from '../../plan/print-plan.ts';
import type { Handler } from '../command.ts';
import { outTheme, warn } from '../out.ts';
import type { Shell } from '../shell.ts';
import { readStack } from '../stack.ts';

async function lookNow(plan: Plan, unitNames: ReadonlySet<string>, shell: Shell) {
  const [{ openEngine }, { look }] = await Promise.all([import('../open-engine.ts'), import('../../run/look.ts')]);
  const engine = await openEngine(shell);
  try {
    return await look({ engine, plan, unitNames }, new AbortController().signal);
  } finally {
    engine.close();
  }
}

/** Prints what `up` would do and why. Changes nothing; with `--offline` contacts nothing. */
export const plan: Handler = async ({ args, options }, shell) => {
  const { from, through } = options;
  const { manifest, plan, warnings } = await readStack(options, { units: args, from, through }, shell);
  warn(warnings, shell);
  const seen = options.offline ? undefined : await lookNow(plan, new Set(manifest.units.keys()), shell);
  const orphans = seen?.orphans.map(({ name }) => `"${name}"`) ?? [];
  if (orphans.length > 0)
    shell.stderr.write(`note: left alone, since the manifest has no use for it: ${orphans.join(', ')}\n`);
  shell.stdout.write(
    options.json
      ? `${JSON.stringify(planJson(plan, seen?.actions), null, 2)}\n`
      : printPlan(plan, seen?.actions, { color: outTheme(shell).colorLevel > 0 }),
  );
  return exitCodes.ok;
};
