import type { SameProject } from './same-project.ts';

const base = [
  'services:',
  '  web:',
  '    image: a',
  '    user: x',
  '    command: [one]',
  '    ports: ["80:80", "81:81"]',
  '    environment: { A: 1, B: 1 }',
  '    labels: [a=1, b=1]',
  '    volumes: ["./a:/a", "./b:/b"]',
  '    healthcheck: { test: [CMD, a], interval: 3s }',
  '    networks: [n]',
  '  db: { image: b }',
  'networks: { n: { internal: true, labels: { a: b } } }',
  'volumes: { v: { driver: local } }',
  '',
].join('\n');

/** The base with some lines replaced; those that are replaced by nothing are left out. */
const changed = (changes: Readonly<Record<string, string>>): string =>
  base
    .split('\n')
    .flatMap((line) => {
      const change = Object.entries(changes).find(([start]) => line.trim().startsWith(start));
      return change === undefined ? [line] : change[1] === '' ? [] : [line.replace(/\S.*/, change[1])];
    })
    .join('\n');

const web = (text: string): string => `services: { web: { ${text} } }\n`;

const cases: readonly (readonly [title: string, over: string, same: string])[] = [
  ['a value', web('user: !reset null'), changed({ user: '' })],
  ['a list', web('ports: !reset []'), changed({ ports: '' })],
  ['a map', web('healthcheck: !reset {}'), changed({ healthcheck: '' })],
  ['one variable', web('environment: { A: !reset null }'), changed({ environment: 'environment: { B: 1 }' })],
  [
    'a key of a healthcheck',
    web('healthcheck: { interval: !reset null }'),
    changed({ healthcheck: 'healthcheck: { test: [CMD, a] }' }),
  ],
  ['what is not there', web('hostname: !reset null'), base],
  ['a service', 'services: { db: !reset null }\n', changed({ db: '' })],
  ['all volumes', 'volumes: !reset {}\n', changed({ 'volumes: { v': '' })],
  [
    'a key of a network',
    'networks: { n: { internal: !reset null } }\n',
    changed({ 'networks: { n': 'networks: { n: { labels: { a: b } } }' }),
  ],
];

const overrides: readonly (readonly [title: string, over: string, same: string])[] = [
  ['a list', web('ports: !override ["82:82"]'), changed({ ports: 'ports: ["82:82"]' })],
  ['a map', web('environment: !override { C: 1 }'), changed({ environment: 'environment: { C: 1 }' })],
  ['a map by a list', web('environment: !override [C=1]'), changed({ environment: 'environment: { C: 1 }' })],
  ['mounts', web('volumes: !override ["./c:/c"]'), changed({ 'volumes: ["./a': 'volumes: ["./c:/c"]' })],
  [
    'a healthcheck',
    web('healthcheck: !override { test: [CMD, b] }'),
    changed({ healthcheck: 'healthcheck: { test: [CMD, b] }' }),
  ],
  ['networks', web('networks: !override [default]'), changed({ 'networks: [': 'networks: [default]' })],
  ['a service', 'services: { db: !override { image: c, user: y } }\n', changed({ db: 'db: { image: c, user: y }' })],
];

const projects = (list: typeof cases): readonly SameProject[] =>
  list.map(([title, over, same]) => ({
    title,
    files: { 'base.yaml': base, 'over.yaml': over },
    options: { files: ['base.yaml', 'over.yaml'] },
    same,
  }));

export const resetCases = projects(cases);
export const overrideCases = projects(overrides);
