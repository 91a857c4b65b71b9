import { defineConfig } from 'vitest/config';
import { tellOutcome } from './support/tell-outcome.ts';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for comes when it comes, on a busy machine later.
    expect: { poll: { timeout: 30_000 } },
    // Two cores are the smallest machine that the suite has to pass on; engines and databases need some of them.
    maxWorkers: 2,
    reporters: ['default', tellOutcome],
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['**/*.test.{ts,tsx}'], exclude: ['docker/**', 'e2e/**'] },
      },
      {
        extends: true,
        // One engine: what one test measures or breaks must not meet another's stack.
        test: {
          name: 'engine',
          include: ['docker/**/*.test.ts', 'e2e/**/*.test.ts'],
          fileParallelism: false,
          // A stack that takes 20 s on a good day takes three times as long on a bad one.
          testTimeout: 180_000,
          hookTimeout: 180_000,
          expect: { poll: { timeout: 60_000 } },
          // Engines, servers and terminals are real there, and a machine of a CI system halts at any moment: once more,
          // and that is told. Where one develops a race is to be seen.
          retry: process.env.CI ? 1 : 0,
        },
      },
    ],
  },
});
