import type { Reporter, TestCase } from 'vitest/node';

/**
 * Tells at the end which tests passed only when they were run once more, and which failed, a line each: of a long
 * output often only the end is looked at, or kept.
 */
export const tellOutcome: Reporter = {
  onTestRunEnd(modules) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    for (const test of tests.filter((each) => each.diagnostic()?.flaky)) tell('passed only at another try', test);
    for (const test of tests.filter((each) => each.result().state === 'failed')) tell('failed', test);
  },
};

function tell(what: string, test: TestCase): void {
  process.stdout.write(`${what}: ${test.module.relativeModuleId} > ${test.fullName}\n`);
  for (const { message } of test.result().errors ?? []) {
    process.stdout.write(`${message.split('\n').slice(0, 4).join('\n').replaceAll(/^/gm, '    ')}\n`);
  }
}
