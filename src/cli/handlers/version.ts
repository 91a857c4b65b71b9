import { exitCodes } from '../../core/failure.ts';
import type { Handler } from '../command.ts';

/** Prints the version of the program. */
export const version: Handler = async ({ options }, shell) => {
  const isJson = options.json === true || options.format === 'json';
  const text = isJson ? JSON.stringify({ version: shell.version }) : `devstack ${shell.version}`;
  shell.stdout.write(`${options.short ? shell.version : text}\n`);
  return exitCodes.ok;
};
