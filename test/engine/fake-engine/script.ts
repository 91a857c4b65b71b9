/** What a script may do to the container that it runs in. */
export interface ScriptWorld {
  readonly environment: Readonly<Record<string, string>>;
  print(stream: 'stdout' | 'stderr', text: string): void;
  write(path: string, text: string, append: boolean): void;
  read(path: string): string | undefined;
  /** undefined: without end */
  sleep(ms: number | undefined): Promise<void>;
  ignoreTerm(): void;
}

/**
 * Runs the few words of shell that tests need, so that the same container specs run on the fake engine and on a real
 * one: echo, printf, sleep, exit, cat, true, false, trap '' TERM, while (for ever), redirections to a file or to stderr, `;` and `&&`.
 */
export async function runScript(script: string, world: ScriptWorld): Promise<number> {
  let code = 0;
  for (const statement of script.split(/;|&&|\n/).map((text) => text.trim())) {
    if (statement === '') continue;
    const [word = '', ...rest] = statement.split(' ');
    if (word === 'exit') return Number(rest[0] ?? code);
    code = await runStatement(word, rest.join(' '), world);
  }
  return code;
}

/** Runs a command given word by word: through the shell only where that is what it names. */
export function runCommand(argv: readonly string[], world: ScriptWorld): Promise<number> {
  const [word = '', flag, script = ''] = argv;
  if (/^(\/bin\/)?sh$/.test(word) && flag === '-c') return runScript(script, world);
  return runStatement(word, argv.slice(1).join(' '), world);
}

async function runStatement(word: string, rest: string, world: ScriptWorld): Promise<number> {
  const text = expand(rest, world.environment);
  switch (word) {
    case 'while':
      await world.sleep(undefined);
      return 0;
    case 'sleep':
      await world.sleep(text === 'infinity' ? undefined : Number(text) * 1000);
      return 0;
    case 'echo':
      return output(text, '\n', world);
    case 'printf':
      return output(text.replaceAll('\\n', '\n'), '', world);
    case 'cat':
      return cat(text, world);
    case 'trap':
      world.ignoreTerm();
      return 0;
    case 'true':
      return 0;
    case 'false':
      return 1;
    default:
      world.print('stderr', `sh: ${word}: not found\n`);
      return 127;
  }
}

const expand = (text: string, environment: Readonly<Record<string, string>>): string =>
  text.replace(/\$\{?(\w+)\}?/g, (_, name: string) => environment[name] ?? '');

/** Splits a statement's words from where its output goes. */
function redirected(text: string) {
  const [, body = '', append, path, toError] = /^(.*?)\s*(?:(>>?)\s*(\/\S+)|(1?>&2))?$/s.exec(text) ?? [];
  return { body, append, path, toError };
}

function output(text: string, end: string, world: ScriptWorld): number {
  const { body, ...target } = redirected(text);
  return put(body.replace(/^(['"])(.*)\1$/s, '$2') + end, target, world);
}

function put(said: string, { append, path, toError }: Omit<ReturnType<typeof redirected>, 'body'>, world: ScriptWorld) {
  if (path !== undefined) world.write(path, said, append === '>>');
  else world.print(toError === undefined ? 'stdout' : 'stderr', said);
  return 0;
}

function cat(text: string, world: ScriptWorld): number {
  const { body: path, ...target } = redirected(text);
  const content = world.read(path);
  if (content === undefined) world.print('stderr', `cat: can't open '${path}': No such file or directory\n`);
  else put(content, target, world);
  return content === undefined ? 1 : 0;
}
