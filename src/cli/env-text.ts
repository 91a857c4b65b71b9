/** How an environment is written. */
export type EnvFormat = 'shell' | 'dotenv' | 'json';

/** A variable; `sensitive`: it has a value that is to be shown to nobody who does not ask for it. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly sensitive: boolean;
}

/** A name that a shell and files of variables can have. */
const isName = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);

/** Lines for `eval`, each exports a variable. Those that no shell can have are left out. */
export const shellText = (variables: readonly Variable[]): string =>
  lines(variables, ({ name, value }) => `export ${name}=${forShell(value)}`);

/** Lines of a file of variables, as devstack, Docker Compose and dotenv read it. */
export const dotenvText = (variables: readonly Variable[]): string =>
  lines(variables, ({ name, value }) => `${name}=${forDotenv(value)}`);

function lines(variables: readonly Variable[], line: (variable: Variable) => string): string {
  return variables
    .filter(({ name }) => isName(name))
    .map((variable) => `${line(variable)}\n`)
    .join('');
}

const isPlain = (value: string): boolean => /^[A-Za-z0-9_./:@%+,=-]+$/.test(value);

/** Nothing is special between single quotes (POSIX, Shell Command Language, 2.2.2). */
const forShell = (value: string): string => (isPlain(value) ? value : `'${value.replaceAll("'", "'\\''")}'`);

function forDotenv(value: string): string {
  if (isPlain(value)) return value;
  if (!/['\\\r\n]/.test(value)) return `'${value}'`;
  const escaped = value
    .replaceAll(/["\\$]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
  return `"${escaped}"`;
}
