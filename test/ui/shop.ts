import type { Failure } from '../../src/core/failure.ts';
import { instanceId } from '../../src/core/unit-state.ts';
import { beginning, ScriptedRun } from './scripted-run.ts';

const db = instanceId('db');
const cache = instanceId('cache');
const migrate = instanceId('migrate');
const seed = instanceId('seed');
const api = instanceId('api');
const web = instanceId('web');

/** The shop of the fixtures, before anything has happened. */
export function shop(): ScriptedRun {
  return new ScriptedRun({
    data: { db: { image: 'postgres:15' }, cache: { image: 'redis:7' } },
    prepare: {
      migrate: { job: true, needs: ['db'], image: 'postgres:15' },
      seed: { job: true, needs: ['migrate'], image: 'postgres:15' },
    },
    backend: { api: { needs: ['db', 'cache', 'seed'], image: 'node:24-slim' } },
    edge: { web: { needs: ['api'], image: 'node:24-slim', ports: ['127.0.0.1:8080→8080'] } },
  });
}

/** Everything is created; db and cache start and become ready. */
export function dataReady(run = shop()): ScriptedRun {
  return run
    .play(0, { type: 'run.started', project: 'shop', command: 'up', engine: 'Docker Engine 28.5.2' })
    .play(5, { type: 'stage.started', stage: 'data', index: 0 })
    .play(
      10,
      { type: 'unit.held', instance: migrate, holds: [{ kind: 'dependency', unit: 'db', condition: 'ready' }] },
      { type: 'unit.held', instance: seed, holds: [{ kind: 'dependency', unit: 'migrate', condition: 'completed' }] },
      { type: 'unit.held', instance: web, holds: [{ kind: 'dependency', unit: 'api', condition: 'ready' }] },
      {
        type: 'unit.held',
        instance: api,
        holds: [
          { kind: 'dependency', unit: 'seed', condition: 'completed' },
          { kind: 'stage', stage: 'prepare', waitingFor: ['migrate', 'seed'] },
        ],
      },
      { type: 'unit.created', instance: db, container: 'shop-db-1' },
      { type: 'unit.created', instance: cache, container: 'shop-cache-1' },
    )
    .play(100, { type: 'unit.starting', instance: db }, { type: 'unit.starting', instance: cache })
    .play(
      300,
      { type: 'unit.started', instance: db, container: 'shop-db-1', adopted: false },
      { type: 'unit.probing', instance: db, probe: 'healthcheck', route: 'in the container' },
      { type: 'unit.started', instance: cache, container: 'shop-cache-1', adopted: false },
      { type: 'unit.probing', instance: cache, probe: 'healthcheck', route: 'in the container' },
    )
    .log(400, 'db', 'starting PostgreSQL 15.8')
    .play(500, {
      type: 'unit.ready',
      instance: cache,
      by: { kind: 'probe', probe: 'healthcheck', attempts: 2 },
      startedAt: beginning + 300,
    })
    .log(900, 'db', 'database system is ready to accept connections')
    .play(1500, {
      type: 'unit.ready',
      instance: db,
      by: { kind: 'probe', probe: 'healthcheck', attempts: 9 },
      startedAt: beginning + 300,
    })
    .play(1500, { type: 'stage.finished', stage: 'data', index: 0, durationMs: 1495 })
    .play(1505, { type: 'stage.started', stage: 'prepare', index: 1 });
}

/** On to the api, which runs and does not answer well yet. */
export function apiProbing(run = shop()): ScriptedRun {
  return dataReady(run)
    .play(
      1510,
      { type: 'unit.starting', instance: migrate },
      { type: 'unit.started', instance: migrate, container: 'shop-migrate-1', adopted: false },
      { type: 'unit.running', instance: migrate, attempt: 1, adopted: false },
    )
    .log(1700, 'migrate', '001-products.sql', '002-stock.sql')
    .play(2300, { type: 'unit.completed', instance: migrate, by: 'run', durationMs: 790, outputs: [] })
    .play(2310, { type: 'unit.completed', instance: seed, by: 'replay', durationMs: 0, outputs: ['ADMIN_TOKEN'] })
    .play(
      2320,
      { type: 'stage.finished', stage: 'prepare', index: 1, durationMs: 815 },
      { type: 'stage.started', stage: 'backend', index: 2 },
    )
    .play(2330, { type: 'unit.starting', instance: api })
    .play(
      2500,
      { type: 'unit.started', instance: api, container: 'shop-api-1', adopted: false },
      { type: 'unit.probing', instance: api, probe: 'GET :3000/healthz', route: '172.18.0.4:3000' },
    )
    .log(2600, 'api', 'listening on :3000', 'GET /healthz 503 db pool warming')
    .play(2700, { type: 'unit.probe', instance: api, attempt: 3, error: '503 "db pool warming"', nextMs: 200 });
}

/** All of it, until everything is ready. */
export function allReady(run = shop()): ScriptedRun {
  return apiProbing(run)
    .play(3500, {
      type: 'unit.ready',
      instance: api,
      by: { kind: 'probe', probe: 'GET :3000/healthz', attempts: 12 },
      startedAt: beginning + 2500,
    })
    .play(
      3510,
      { type: 'stage.finished', stage: 'backend', index: 2, durationMs: 1190 },
      { type: 'stage.started', stage: 'edge', index: 3 },
    )
    .play(3520, { type: 'unit.starting', instance: web })
    .play(
      3700,
      { type: 'unit.started', instance: web, container: 'shop-web-1', adopted: false },
      { type: 'unit.probing', instance: web, probe: 'GET :8080/healthz', route: '127.0.0.1:8080' },
    )
    .play(3900, {
      type: 'unit.ready',
      instance: web,
      by: { kind: 'probe', probe: 'GET :8080/healthz', attempts: 1 },
      startedAt: beginning + 3700,
    })
    .play(
      3910,
      { type: 'stage.finished', stage: 'edge', index: 3, durationMs: 400 },
      { type: 'run.ready', durationMs: 3910, changed: true },
    );
}

/** What a migration with a wrong statement leaves. */
export const migrationFailure: Failure = {
  code: 'job-exit',
  family: 'unit',
  message: 'the job "migrate" left with exit code 3',
  hint: 'run "devstack logs migrate" for all of its log',
  evidence: {
    exitCode: 3,
    durationMs: 390,
    attempt: [1, 1],
    logs: ['001-products.sql', 'psql:/migrations/002-stock.sql:4: ERROR:  syntax error at or near "TABEL"'],
  },
};

/** A migration with a syntax error: what depends on it is canceled, the rest goes on. */
export function migrateFailed(run = shop()): ScriptedRun {
  return dataReady(run)
    .play(
      1510,
      { type: 'unit.starting', instance: migrate },
      { type: 'unit.started', instance: migrate, container: 'shop-migrate-1', adopted: false },
      { type: 'unit.running', instance: migrate, attempt: 1, adopted: false },
    )
    .play(1900, { type: 'unit.failed', instance: migrate, failure: migrationFailure })
    .play(
      1901,
      { type: 'unit.canceled', instance: seed, because: 'migrate failed' },
      { type: 'unit.canceled', instance: api, because: 'migrate failed' },
      { type: 'unit.canceled', instance: web, because: 'migrate failed' },
    );
}
