import Dockerode from 'dockerode';
import { test } from 'vitest';
import { hasTmux } from './terminal.ts';

const answers = await new Dockerode().ping().then(
  () => true,
  () => false,
);

/** A test that needs a Docker engine: skipped by name where none answers, and failed where that must not be. */
export const withEngine = answers || process.env.CI ? test : test.skip;

/** The same for a test that needs a terminal too. */
export const withTerminal = (answers && hasTmux) || process.env.CI ? test : test.skip;
