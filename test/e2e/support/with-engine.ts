import Dockerode from 'dockerode';
import { test } from 'vitest';

const answers = await new Dockerode().ping().then(
  () => true,
  () => false,
);

/** A test that needs a Docker engine: skipped by name where none answers, and failed where that must not be. */
export const withEngine = answers || process.env.CI ? test : test.skip;
