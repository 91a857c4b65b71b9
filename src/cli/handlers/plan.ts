import { exitCodes } from '../../core/failure.ts';
import { planJson } from '../../plan/plan-json.ts';
import { printPlan } from '../../plan/print-plan.ts';
import type { Selection } from '../../plan/select-units.ts';
import type { Handler } from '../command.ts';
import { localOf, placedPlan } from '../local-units.ts';
import { note, outTheme, warn } from '../out.ts';
import type { Shell } from '../shell.ts';
import { readStack, type Stack } from '../stack.ts';

async function lookNow(stack: Stack, selection: Selection, shell: Shell) {
  const [{ openEngine }, { look }] = await Promise.all([import('../open-engine.ts'), import('../../run/look.ts')]);
  const engine = await openEngine(shell);
  try {
    const plan = await placedPlan(engine, stack, selection, (text) => note(text, shell));
    const unitNames = new Set(stack.manifest.units.keys());
    return { plan, ...(await look({ engine, plan, unitNames }, new AbortController().signal)) };
  } finally {
    engine.close();
  }
}

/** Prints what `up` would do and why. Changes nothing; with `--offline` contacts nothing. */
export const plan: Handler = async (invocation, shell) => {
  if (invocation.options.offline !== true) return await printed(invocation, shell);
  const { rememberAnswer } = await import('../unchanged/remember-answer.ts');
  return await rememberAnswer(shell, (shell) => printed(invocation, shell));
};

const printed: Handler = async ({ args, options }, shell) => {
  const { from, through } = options;
  const selection = { units: args, from, through, local: localOf(options) };
  const stack = await readStack(options, selection, shell);
  warn(stack.warnings, shell);
  const seen = options.offline ? undefined : await lookNow(stack, selection, shell);
  const { plan } = seen ?? stack;
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
