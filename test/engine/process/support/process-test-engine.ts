import { makeHost } from '../../../../src/cli/host.ts';
import type { Host } from '../../../../src/core/host.ts';
import type { Engine } from '../../../../src/engine/engine.ts';
import { processEngine } from '../../../../src/engine/process/process-engine.ts';
import { testHost } from '../../../support/test-host.ts';

const real = makeHost(process);

/** A machine whose state is in this folder; its processes are those of this one, and the one that tests make up. */
const processTestHost = (folder: string, overrides: Partial<Host> = {}): Host => {
  const made = testHost();
  return {
    ...made,
    environment: { ...process.env, XDG_STATE_HOME: folder },
    isAlive: (other) => made.isAlive(other) || real.isAlive(other),
    ...overrides,
  };
};

/** The engine for processes of this machine, with its state in this folder. */
export const processTestEngine = (folder: string, overrides: Partial<Host> = {}): Engine =>
  processEngine(processTestHost(folder, overrides));
