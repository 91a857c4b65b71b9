import type { TestProject } from 'vitest/node';
import { type Address, type Stack, type UpOptions, up } from './index.ts';

/** What the tests get with `inject('devstack')`. */
export interface ProvidedStack {
  /** The name on the engine, as `devstack -p` takes it. */
  readonly project: string;
  /** Where units are reached, by unit; one that publishes no port is not here. */
  readonly services: Readonly<Record<string, ProvidedService>>;
}

/** Where a unit is reached: by its first port, and by all of them. */
export interface ProvidedService extends Address {
  readonly addresses: readonly Address[];
}

declare module 'vitest' {
  export interface ProvidedContext {
    devstack: ProvidedStack;
  }
}

/** Which stack the tests get, and what is done with it in watch mode. */
export interface SetupOptions extends UpOptions {
  /** Before tests run again on the same stack, after its reset, such as `(stack) => stack.restart('api')`. */
  readonly onRerun?: (stack: Stack) => unknown;
}

/**
 * A global set-up of Vitest: one stack for all test files, which goes when Vitest ends. Paths count from Vitest's root.
 * Watch mode keeps it, and resets its data before each run. In a file that `globalSetup` names:
 *
 *     export default devstack({ file: 'devstack.yaml', through: 'backend' });
 */
export function devstack(options: SetupOptions = {}): (project: TestProject) => Promise<() => Promise<void>> {
  return async (project) => {
    const { onRerun, ...upOptions } = options;
    // Without a second run there is nothing to go back to.
    const once = project.vitest.config.watch ? {} : { reset: 'none' as const };
    const stack = await up({ cwd: project.config.root, ...once, ...upOptions });
    const provide = (): void => project.provide('devstack', provided(stack));
    provide();
    project.onTestsRerun(async () => {
      await stack.reset();
      await onRerun?.(stack);
      // A unit that was started again has another port.
      provide();
    });
    return async () => await stack[Symbol.asyncDispose]();
  };
}

function provided({ project, addresses }: Stack): ProvidedStack {
  const services = Object.entries(addresses).flatMap(([unit, all]) => {
    const [first] = all;
    return first === undefined ? [] : [[unit, { ...first, addresses: all }] as const];
  });
  return { project, services: Object.fromEntries(services) };
}

/** The stack of the manifest that is found from Vitest's root, all of it: `globalSetup: 'devstack/vitest'`. */
export default devstack();
