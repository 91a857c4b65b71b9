import type { EventBody } from '../../../src/core/event.ts';
import { instanceId } from '../../../src/core/unit-state.ts';
import { migrationFailure } from '../shop.ts';

const instance = instanceId('db');
const job = instanceId('migrate');
const stage = { stage: 'data', index: 0 } as const;
const image = 'postgres:15';
const durationMs = 1200;

/** One of each event, with everything that it may carry. */
export const everyEvent: { readonly [Type in EventBody['type']]: Extract<EventBody, { readonly type: Type }> } = {
  'run.started': { type: 'run.started', project: 'shop', command: 'up', engine: 'Docker Engine 28.5.2' },
  'run.waiting': { type: 'run.waiting', holder: 'devstack up on this machine' },
  'run.planned': { type: 'run.planned', steps: [{ instance, action: 'create', cause: 'there is none' }] },
  'run.ready': { type: 'run.ready', durationMs, changed: true },
  'run.stopping': { type: 'run.stopping', reason: 'asked for' },
  'run.finished': {
    type: 'run.finished',
    outcome: { kind: 'failed', failures: [{ instance: job, failure: migrationFailure }] },
    durationMs,
  },
  'stage.started': { type: 'stage.started', ...stage },
  'stage.finished': { type: 'stage.finished', ...stage, durationMs },
  'stage.skipped': { type: 'stage.skipped', ...stage, reason: 'it has no unit' },
  'stage.failed': { type: 'stage.failed', ...stage, reason: 'db failed', durationMs },
  'stage.canceled': { type: 'stage.canceled', ...stage, reason: 'db failed' },
  'network.created': { type: 'network.created', name: 'shop_default' },
  'network.removed': { type: 'network.removed', name: 'shop_default' },
  'volume.created': { type: 'volume.created', name: 'shop_data' },
  'volume.removed': { type: 'volume.removed', name: 'shop_data' },
  'image.progress': { type: 'image.progress', image, current: 10, total: 100, status: 'downloading' },
  'image.building': { type: 'image.building', image, step: 'RUN npm ci', number: 3, total: 5 },
  'image.built': { type: 'image.built', image, durationMs },
  'image.removed': { type: 'image.removed', image },
  'image.pulled': { type: 'image.pulled', image, durationMs },
  'unit.held': {
    type: 'unit.held',
    instance: job,
    holds: [
      { kind: 'dependency', unit: 'db', condition: 'ready' },
      { kind: 'stage', stage: 'data', waitingFor: ['db'] },
      { kind: 'data', unit: 'seed' },
      { kind: 'capacity' },
    ],
  },
  'unit.pulling': { type: 'unit.pulling', instance, image },
  'unit.building': { type: 'unit.building', instance, image },
  'unit.fetched': { type: 'unit.fetched', instance, image },
  'unit.creating': { type: 'unit.creating', instance },
  'unit.created': { type: 'unit.created', instance, container: 'c0ffee' },
  'unit.starting': { type: 'unit.starting', instance },
  'unit.started': { type: 'unit.started', instance, container: 'c0ffee', adopted: false },
  'unit.published': { type: 'unit.published', instance, ports: ['0.0.0.0:32768→80'] },
  'unit.hook': { type: 'unit.hook', instance, hook: 'post_start', number: 1, of: 2 },
  'unit.probing': { type: 'unit.probing', instance, probe: 'healthcheck', route: 'in the container' },
  'unit.probe': { type: 'unit.probe', instance, attempt: 2, error: 'refused', nextMs: 100 },
  'unit.ready': {
    type: 'unit.ready',
    instance,
    by: { kind: 'probe', probe: 'healthcheck', attempts: 3 },
    startedAt: 1_760_000_000_000,
  },
  'unit.running': { type: 'unit.running', instance: job, attempt: 2, adopted: false },
  'unit.retrying': {
    type: 'unit.retrying',
    instance: job,
    attempt: 1,
    of: 2,
    failure: migrationFailure,
    nextMs: 1000,
  },
  'unit.completed': {
    type: 'unit.completed',
    instance: job,
    by: 'run',
    durationMs,
    outputs: ['REVISION'],
    tolerated: migrationFailure,
  },
  'unit.event-started': { type: 'unit.event-started', instance: job, event: 'stop', attempt: 1, adopted: false },
  'unit.event-completed': {
    type: 'unit.event-completed',
    instance: job,
    event: 'delete',
    durationMs,
    tolerated: migrationFailure,
  },
  'unit.event-failed': { type: 'unit.event-failed', instance: job, event: 'stop', failure: migrationFailure },
  'unit.restarting': { type: 'unit.restarting', instance, exitCode: 1 },
  'unit.failed': {
    type: 'unit.failed',
    instance,
    failure: {
      ...migrationFailure,
      hint: 'look at its log',
      evidence: { exitCode: 3, oomKilled: false, logs: ['no'], probe: 'refused', durationMs, attempt: [1, 2] },
    },
  },
  'unit.canceled': { type: 'unit.canceled', instance, because: 'migrate failed' },
  'unit.stopping': { type: 'unit.stopping', instance, reason: 'asked for' },
  'unit.stopped': { type: 'unit.stopped', instance, reason: 'asked for', exitCode: 143 },
  'unit.renewed': { type: 'unit.renewed', instance, cause: 'asked for' },
  'unit.removed': { type: 'unit.removed', instance },
  snapshot: { type: 'snapshot', what: 'taken', job: 'migrate', volumes: ['shop_data'], durationMs },
  log: { type: 'log', instance, stream: 'stdout', line: 'ready' },
  warning: { type: 'warning', message: 'there is no healthcheck', hint: 'give it one' },
};
