import { expect, test } from 'vitest';
import { manifestFromStages } from '../../../src/manifest/proposal/from-stages.ts';
import { readStageList } from '../../../src/manifest/proposal/read-stage-list.ts';
import { loadText } from '../load-text.ts';

/** As the API answers: stages in any order, and of services only an id and a type. */
const answer = {
  results: [
    {
      id: '6a1f0e4e-0000-4000-8000-000000000002',
      name: 'JOB DEFAULT',
      description: '',
      deployment_order: 2,
      services: [{ id: 'x', service_id: '9f4a1b2c-0000-4000-8000-000000000000', service_type: 'JOB' }],
    },
    {
      id: '6a1f0e4e-0000-4000-8000-000000000001',
      name: 'DATABASE DEFAULT',
      description: 'Rename me',
      deployment_order: 1,
      services: [{ id: 'y', service_id: '0badcafe-0000-4000-8000-000000000000', service_type: 'DATABASE' }],
    },
  ],
};

const plain = [
  {
    name: 'first stage',
    services: [
      { name: 'Redis', type: 'DATABASE' },
      { name: 'DB', type: 'DATABASE', database_type: 'POSTGRESQL', version: '16' },
      { name: 'Ledger', type: 'DATABASE' },
    ],
  },
  { name: 'second $tage', services: [] },
  {
    name: 'third stage',
    description: 'yes',
    services: [
      { name: 'Rabbitmq', type: 'CONTAINER' },
      { name: 'Pablo Backend App', type: 'APPLICATION' },
      { name: 'pablo-backend-app', type: 'APPLICATION', skip: true },
      { name: 'Seed', type: 'JOB' },
      { name: 'Émile & Söhne', type: 'HELM' },
    ],
  },
];

const textOf = (list: unknown): string => {
  const stages = readStageList(JSON.stringify(list));
  return stages.ok ? manifestFromStages(stages.value, 'stages.json') : stages.reason;
};

test('a plain list becomes a manifest in which what is not known is marked', () => {
  expect(textOf(plain)).toBe(`# Made by "devstack init" from the stages in stages.json.
# What the list does not tell is marked with TODO; "devstack validate" points to each of them.

parity: qovery
stages:
  - first stage
  - second $$tage
  - name: third stage
    description: "yes"

services:
  redis:
    title: Redis
    stage: first stage
    image: redis:7
  db:
    title: DB
    stage: first stage
    image: postgres:16
    environment:
      POSTGRES_PASSWORD: postgres
  ledger:
    title: Ledger
    stage: first stage
    image: todo.invalid/database:todo # TODO: its image, or "build: ./its-folder"
  rabbitmq:
    title: Rabbitmq
    stage: third stage
    image: todo.invalid/rabbitmq:todo # TODO: its image, or "build: ./its-folder"
  pablo-backend-app:
    title: Pablo Backend App
    stage: third stage
    build: https://todo.invalid/pablo-backend-app.git # TODO: ./its-folder, or "image"
  pablo-backend-app-2:
    title: pablo-backend-app
    stage: third stage
    skip: true
    build: https://todo.invalid/pablo-backend-app-2.git # TODO: ./its-folder, or "image"
  emile-sohne:
    title: Émile & Söhne
    stage: third stage
    image: todo.invalid/emile-sohne:todo # TODO: its image, or "build: ./its-folder"

jobs:
  seed:
    title: Seed
    stage: third stage
    image: todo.invalid/seed:todo # TODO: its image, or "build: ./its-folder"
`);
});

test('the answer of the API is put into its own order, and units without a name are named by type and id', async () => {
  const { manifest } = await loadText(textOf(answer));
  expect(manifest?.stages.map(({ name, description }) => [name, description])).toEqual([
    ['DATABASE DEFAULT', 'Rename me'],
    ['JOB DEFAULT', undefined],
  ]);
  expect([...(manifest?.units.values() ?? [])].map(({ name, kind, stage }) => [name, kind, stage])).toEqual([
    ['database-0badcafe', 'service', 'DATABASE DEFAULT'],
    ['job-9f4a1b2c', 'job', 'JOB DEFAULT'],
  ]);
});

test('what was made is valid, and each thing that is still to do is a warning with its place', async () => {
  const { problems } = await loadText(textOf(plain));
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(problems.filter(({ code }) => code === 'placeholder').map(({ message }) => message)).toEqual([
    'the image of service "ledger" is still to be named',
    'the image of service "rabbitmq" is still to be named',
    'the folder of service "pablo-backend-app" is still to be named',
    'the folder of service "pablo-backend-app-2" is still to be named',
    'the image of service "emile-sohne" is still to be named',
    'the image of job "seed" is still to be named',
  ]);
});

test.each([
  ['no JSON', '{', 'it is not JSON'],
  ['something else', '{"items":[]}', 'it has no list of stages'],
  ['an empty list', '[]', 'it has no list of stages'],
  ['a stage without a name', '[{"services":[]}]', 'the 1. stage has no "name"'],
  ['services that are none', '[{"name":"a","services":["x"]}]', 'stage "a" has no list of "services"'],
])('%s is refused with its reason', (_, text, reason) => {
  expect(readStageList(text)).toEqual({ ok: false, reason });
});
