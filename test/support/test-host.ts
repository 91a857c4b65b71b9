import type { Host, ProcessIdentity } from '../../src/core/host.ts';

/** The process that `testHost` takes for its own. */
export const ownProcess: ProcessIdentity = { pid: 4711, start: '1000', bootId: 'boot-1' };

/** A machine for tests, with only this process alive on it. */
export const testHost = (overrides: Partial<Host> = {}): Host => ({
  name: 'laptop',
  platform: 'linux',
  home: '/nonexistent',
  uid: 1000,
  environment: {},
  process: ownProcess,
  isAlive: ({ pid, start, bootId }) =>
    pid === ownProcess.pid && start === ownProcess.start && bootId === ownProcess.bootId,
  ...overrides,
});
