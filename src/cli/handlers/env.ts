import { DevstackError, exitCodes } from '../../core/failure.ts';
import { type HostEnvironment, hostEnvironmentOf } from '../../run/host-environment-of.ts';
import { Masker, mask } from '../../run/masking/masker.ts';
import type { Handler, Options } from '../command.ts';
import { dotenvText, type EnvFormat, shellText, type Variable } from '../env-text.ts';
import { errorTheme } from '../out.ts';
import type { Shell } from '../shell.ts';
import { readStack } from '../stack.ts';
import { withEngine } from '../with-engine.ts';

/**
 * Prints the environment that a unit would get on this machine. A program that reads it gets all of it; a terminal, on
 * which others may look, only what is not sensitive, unless that is asked for; JSON never has anything sensitive.
 */
export const env: Handler = async ({ args: [unit = ''], options }, shell) => {
  const format = formatOf(options);
  const { manifest } = await readStack(options, { units: [unit] }, shell);
  const found = await withEngine(shell, (engine, signal) => hostEnvironmentOf(engine, manifest, unit, signal));
  const variables = variablesOf(found).toSorted((one, other) => (one.name < other.name ? -1 : 1));
  shell.stdout.write(textOf(variables, format, options, shell));
  return exitCodes.ok;
};

function formatOf({ format = 'shell', json = false, reveal = false }: Options): EnvFormat {
  const chosen = json ? 'json' : (format as EnvFormat);
  if (chosen !== 'json' || !reveal) return chosen;
  const message = 'JSON never has sensitive values, so that "--reveal" has no meaning with it';
  throw new DevstackError({ code: 'usage', family: 'usage', message, hint: 'use --format dotenv, or leave it out' });
}

function variablesOf({ environment, secrets }: HostEnvironment): readonly Variable[] {
  const masker = new Masker();
  masker.learn(secrets);
  return Array.from(environment, ([name, value]) => ({
    name,
    value,
    // Those too short to be hidden in every text are sensitive all the same.
    sensitive: secrets.has(value) || masker.apply(value) !== value,
  }));
}

function textOf(variables: readonly Variable[], format: EnvFormat, { reveal = false }: Options, shell: Shell): string {
  if (format === 'json') {
    const shown = variables.map(({ name, value, sensitive }) => [name, sensitive ? mask : value]);
    return `${JSON.stringify(Object.fromEntries(shown), null, 2)}\n`;
  }
  const write = format === 'shell' ? shellText : dotenvText;
  if (reveal || !shell.stdout.isTTY) return write(variables);
  const hidden = variables.filter(({ sensitive }) => sensitive).map(({ name }) => name);
  if (hidden.length > 0) tell(`not shown, since they are sensitive: ${hidden.join(', ')} (see --reveal)`, shell);
  return write(variables.filter(({ sensitive }) => !sensitive));
}

function tell(note: string, shell: Shell): void {
  shell.stderr.write(`${errorTheme(shell).paint('dim', `note: ${note}`)}\n`);
}
