import { exitCodes } from '../../core/failure.ts';
import { jsonSchema } from '../../manifest/json-schema/json-schema.ts';
import type { Handler } from '../command.ts';
import { deliver } from '../deliver.ts';

/** Prints the JSON Schema of manifests. */
export const schema: Handler = async ({ options: { dialect = 'devstack', output } }, shell) => {
  const written = jsonSchema(dialect === 'compose' ? 'compose' : 'devstack');
  await deliver(`${JSON.stringify(written, null, 2)}\n`, output, shell);
  return exitCodes.ok;
};
