import { describe } from 'vitest';
import type { Host } from '../../src/core/host.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { containerContract } from './container-contract.ts';
import { controlContract } from './control-contract.ts';
import { eventContract } from './event-contract.ts';
import { lockContract } from './lock-contract.ts';
import { logContract } from './log-contract.ts';
import { memoryContract } from './memory-contract.ts';
import { resourceContract } from './resource-contract.ts';

/** An engine to test, with the image busybox:1.36, and how to see it from another machine or process. */
export interface Subject {
  readonly engine: Engine;
  /** the same engine, used by another devstack */
  seenFrom(host: Partial<Host>): Engine;
}

/** What every engine has to do. `subject` is asked for inside the tests. */
export function engineContract(subject: () => Subject): void {
  describe('containers', () => containerContract(subject));
  describe('control', () => controlContract(subject));
  describe('logs', () => logContract(subject));
  describe('events', () => eventContract(subject));
  describe('networks, volumes and images', () => resourceContract(subject));
  describe('memory', () => memoryContract(subject));
  describe('lock', () => lockContract(subject));
}
