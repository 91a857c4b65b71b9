import { DevstackError, exitCodes } from '../../core/failure.ts';
import type { Handler } from '../command.ts';
import { deliver } from '../deliver.ts';

/** Prints the JSON Schema of manifests, or of the lines that `--ui json` writes. */
export const schema: Handler = async ({ args: [what = 'manifest'], options: { dialect, output } }, shell) => {
  await deliver(`${JSON.stringify(await schemaOf(what, dialect), null, 2)}\n`, output, shell);
  return exitCodes.ok;
};

async function schemaOf(what: string, dialect: string | undefined): Promise<object> {
  switch (what) {
    case 'manifest': {
      const { jsonSchema } = await import('../../manifest/json-schema/json-schema.ts');
      return jsonSchema(dialect === 'compose' ? 'compose' : 'devstack');
    }
    case 'events':
      return (await import('../../ui/lines/line-schema.ts')).lineSchema();
    default: {
      const message = `there is no schema of "${what}"`;
      throw new DevstackError({ code: 'usage', family: 'usage', message, hint: 'write "manifest" or "events"' });
    }
  }
}
