import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bin } from '../contestants.ts';
import { run } from '../measure.ts';
import type { Stage } from '../stage.ts';

/** A stack that is brought up by devstack and, where it is installed, by docker compose, each in a project of its own. */
export interface Trial extends AsyncDisposable {
  readonly devstack: Contender;
  readonly compose?: Contender;
}

/** One of them. */
export interface Contender {
  /** The command line for a subcommand on the stack. */
  command(...args: readonly string[]): readonly string[];
  /** Runs a subcommand to its end; fails with what it said when it fails. */
  run(...args: readonly string[]): Promise<void>;
}

/** The same stack for all, removed at the end; of services that mean the same to Compose. */
export function trial(name: string, services: string, { scratch, compose: withCompose }: Stage): Trial {
  const folder = join(scratch, name);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'compose.yaml');
  writeFileSync(file, services);
  const of = (program: readonly string[], who: string): Contender =>
    contender([...program, '-f', file, '-p', `bench-ui-${name}-${who}`]);
  const devstack = of([process.execPath, bin], 'devstack');
  const compose = withCompose ? of(['docker', 'compose'], 'compose') : undefined;
  return {
    devstack,
    ...(compose === undefined ? {} : { compose }),
    async [Symbol.asyncDispose]() {
      for (const each of [devstack, compose]) await each?.run('down', '-v', '-t', '1');
    },
  };
}

function contender(program: readonly string[]): Contender {
  return {
    command: (...args) => [...program, ...args],
    async run(...args) {
      const [file = '', ...before] = program;
      await run([file, [...before, ...args]]);
    },
  };
}
