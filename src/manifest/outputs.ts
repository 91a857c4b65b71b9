import type { Context } from './context.ts';
import type { Output } from './model.ts';
import { keySpanAt, spanAt } from './tree.ts';
import { describe, type UnitDraft } from './unit-draft.ts';

/** Outputs that a job promises, in upper case as they are passed on; a wrong name is reported and left out. */
export function toOutputs(unit: UnitDraft, { report }: Context): readonly Output[] {
  const { outputs = [] } = unit.keys;
  const named = Array.isArray(outputs)
    ? outputs.map((name, index) => ({ name, details: null, span: spanAt(unit.tree, 'outputs', index) }))
    : Object.entries(outputs).map(([name, details]) => ({
        name,
        details,
        span: keySpanAt(unit.tree, 'outputs', name),
      }));
  const found = new Map<string, Output>();
  for (const { name, details, span } of named) {
    const upper = name.toUpperCase();
    const valid = /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name);
    if (valid && !found.has(upper)) {
      found.set(upper, {
        name: upper,
        sensitive: details?.sensitive ?? false,
        required: details?.required ?? true,
        span,
      });
      continue;
    }
    const message = valid
      ? `${describe(unit)} has the output "${upper}" twice`
      : `"${name}" can not be the name of an output: only letters, digits and "_" can stand in it`;
    report({ severity: 'error', code: valid ? 'duplicate-name' : 'bad-value', message, span });
  }
  return [...found.values()];
}
