import { resolve } from 'node:path';
import type { Context } from './context.ts';
import { spanOfVariable, toVariables } from './environment.ts';
import type { ProcessForm } from './process-model.ts';
import { referencesIn } from './references.ts';
import { compact } from './schema/values.ts';
import { at, keySpanAt, spanAt } from './tree.ts';
import { describe, type UnitDraft } from './unit-draft.ts';

/** How a unit is run on the host; undefined where it says nothing of that, or no command, which is reported. */
export function toProcessForm(unit: UnitDraft, context: Context): ProcessForm | undefined {
  const { keys, tree } = unit;
  if (keys.process === undefined) return undefined;
  const command = keys.process.command ?? keys.command;
  if (command === undefined || command.length === 0) {
    reportNoCommand(unit, context);
    return undefined;
  }
  const own = at(tree, 'process');
  const span = spanAt(tree, 'process');
  const environment = own?.kind === 'map' ? toVariables(own, 'environment', context) : new Map<string, string>();
  return {
    command,
    workingDir: resolve(span.source.folder, keys.process.workingDir ?? '.'),
    environment,
    ...referencesIn(environment, (variable) =>
      own?.kind === 'map' ? spanOfVariable(own, 'environment', variable) : undefined,
    ),
    ...compact({ stopSignal: keys.process.stopSignal ?? keys.stop_signal }),
  };
}

function reportNoCommand(unit: UnitDraft, { report }: Context): void {
  report({
    severity: 'error',
    code: 'command-missing',
    message: `${describe(unit)} has no command for this machine`,
    span: keySpanAt(unit.tree, 'process'),
    hint: 'add "command" under "process"',
  });
}
