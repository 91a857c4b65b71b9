import type { Reporter } from 'vitest/node';

/** Tells at the end which tests passed only when they were run once more, and what was wrong before. */
export const tellRetried: Reporter = {
  onTestRunEnd(modules) {
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        if (!test.diagnostic()?.flaky) continue;
        const errors = test.result().errors ?? [];
        process.stdout.write(`passed only at another try: ${module.relativeModuleId} > ${test.fullName}\n`);
        for (const { message } of errors) process.stdout.write(`${message.replaceAll(/^/gm, '    ')}\n`);
      }
    }
  },
};
