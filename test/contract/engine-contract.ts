import { describe } from 'vitest';
import type { Host } from '../../src/core/host.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { containerContract } from './container-contract.ts';
import { controlContract } from './control-contract.ts';
import { eventContract } from './event-contract.ts';
import { lockContract } from './lock-contract.ts';
import { logContract } from './log-contract.ts';
import { memoryContract } from './memory-contract.ts';
import { ownerContract } from './owner-contract.ts';
import { resourceContract } from './resource-contract.ts';
import { volumeContract } from './volume-contract.ts';

/** An engine to test, with the image busybox:1.36 where it has images, and how to see it from another machine or process. */
export interface Subject {
  readonly engine: Engine;
  /** a folder that scripts can write to */
  readonly scratch: string;
  /** the same engine, used by another devstack */
  seenFrom(host: Partial<Host>): Engine;
}

/**
 * What every engine has to do. `subject` is asked for inside the tests. Units of one that has containers are made from
 * images, and apart from each other and from the machine: they have networks, users and files of their own.
 */
export function engineContract(subject: () => Subject, kind: 'containers' | 'processes' = 'containers'): void {
  describe('containers', () => containerContract(subject));
  describe('control', () => controlContract(subject));
  describe('logs', () => logContract(subject));
  describe('events', () => eventContract(subject));
  describe('volumes', () => volumeContract(subject));
  if (kind === 'containers') describe('networks and images', () => resourceContract(subject));
  describe('memory', () => memoryContract(subject));
  describe('lock', () => lockContract(subject));
  describe('owners', () => ownerContract(subject));
}
