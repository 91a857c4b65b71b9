import { createStage } from '../../../src/manifest/edit/create-stage.ts';
import { deleteStage } from '../../../src/manifest/edit/delete-stage.ts';
import { editStage } from '../../../src/manifest/edit/edit-stage.ts';
import type { EditCase } from './edited.ts';

const create =
  (name: string, kind: 'last' | 'before' | 'after', stage = '', description?: string): EditCase['change'] =>
  (project) =>
    createStage(project, { name, description, position: kind === 'last' ? { kind } : { kind, stage } });
const remove =
  (name: string): EditCase['change'] =>
  (project) =>
    deleteStage(project, name);
const rename =
  (name: string, to: string): EditCase['change'] =>
  (project) =>
    editStage(project, name, { name: to });
const describe =
  (name: string, description: string): EditCase['change'] =>
  (project) =>
    editStage(project, name, { description });

const web = 'services:\n  web: {stage: a, image: "busybox:1.36"}\n';
const lines = `stages:\n  # first\n  - a # one\n  # second\n  - b\n\n${web}`;
const maps = `stages:\n- name: a\n  parallel: 2 # slow\n- name: b\n  description: >\n    what is\n    here\n\n${web}`;
const tall = `stages: [\n  a, # one\n  b,\n]\n${web}`;

/** Stages that come, go and change. */
export const stageCases: readonly EditCase[] = [
  {
    name: 'last in a line',
    before: `stages: [ a, b ]\n${web}`,
    change: create('c', 'last'),
    after: `stages: [ a, b, c ]\n${web}`,
  },
  {
    name: 'first in a line',
    before: `stages: [a] # all\n${web}`,
    change: create('c', 'before', 'a'),
    after: `stages: [c, a] # all\n${web}`,
  },
  {
    name: 'last in lines',
    before: lines,
    change: create('c', 'last', '', 'what: for'),
    after: lines.replace('  - b\n', '  - b\n  - name: c\n    description: "what: for"\n'),
  },
  {
    name: 'first in lines',
    before: lines,
    change: create('c', 'before', 'a'),
    after: lines.replace('stages:\n', 'stages:\n  - c\n'),
  },
  {
    name: 'between lines',
    before: lines,
    change: create('c', 'after', 'a'),
    after: lines.replace('# one\n', '# one\n  - c\n'),
  },
  {
    name: 'after a map over several lines',
    before: maps,
    change: create('c', 'last'),
    after: maps.replace('    here\n', '    here\n- c\n'),
  },
  {
    name: 'between brackets over several lines',
    before: tall,
    change: create('c', 'before', 'b'),
    after: tall.replace('  b,\n', '  c,\n  b,\n'),
  },
  {
    name: 'last between brackets over several lines',
    before: tall,
    change: create('c', 'last'),
    after: tall.replace('  b,\n', '  b,\n  c,\n'),
  },
  {
    name: 'the first one, below what is said of the file',
    before: '# mine\nservices:\n  web:\n    image: busybox:1.36\n',
    change: create('a b', 'last'),
    after: '# mine\nstages: [a b]\n\nservices:\n  web:\n    stage: a b\n    image: busybox:1.36\n',
  },
  {
    name: 'the first one, after the name',
    before: 'name: shop # ours\nservices:\n  web: {image: "busybox:1.36"}\n',
    change: create('1', 'last'),
    after: 'name: shop # ours\nstages: ["1"]\nservices:\n  web: {stage: "1", image: "busybox:1.36"}\n',
  },
  {
    name: 'the first one of a Compose file',
    file: 'compose.yaml',
    before: 'services:\n  web:\n    image: busybox:1.36\n',
    change: create('a', 'last', '', 'x'),
    after:
      'x-devstack: {stages: [{name: a, description: x}]}\n\nservices:\n  web:\n    x-devstack: {stage: a}\n    image: busybox:1.36\n',
  },
  {
    name: 'the first one where x-devstack is there',
    file: 'compose.yaml',
    before: 'services: {web: {image: "busybox:1.36"}}\nx-devstack:\n  # soon\n  barrier: eager\n',
    change: create('a', 'last'),
    after:
      'services: {web: {x-devstack: {stage: a}, image: "busybox:1.36"}}\nx-devstack:\n  stages: [a]\n  # soon\n  barrier: eager\n',
  },
  {
    name: 'beside those of stages: default, which are written out',
    before: `stages: default # as in the cloud\nservices:\n  web: {image: "busybox:1.36"}\n`,
    change: create('c', 'after', 'job'),
    after: `stages: [database, job, c, container, application] # as in the cloud\nservices:\n  web: {stage: container, image: "busybox:1.36"}\n`,
  },
  {
    name: 'gone from a line',
    before: `stages: [b, a, c]\n${web}`,
    change: remove('b'),
    after: `stages: [a, c]\n${web}`,
  },
  {
    name: 'gone from the end of a line',
    before: `stages: [b, a, c ]\n${web}`,
    change: remove('c'),
    after: `stages: [b, a ]\n${web}`,
  },
  { name: 'gone from lines', before: lines, change: remove('b'), after: lines.replace('  - b\n', '') },
  {
    name: 'gone with all of its lines',
    before: maps,
    change: remove('b'),
    after: `stages:\n- name: a\n  parallel: 2 # slow\n\n${web}`,
  },
  {
    name: 'the last one of lines is gone',
    before: 'stages:\n- a\nservices: {}\n',
    change: remove('a'),
    after: 'stages:\n []\nservices: {}\n',
  },
  {
    name: 'renamed',
    before: lines,
    change: rename('a', 'data'),
    after: lines.replace('- a #', '- data #').replace('stage: a', 'stage: data'),
  },
  {
    name: 'renamed in a map',
    before: maps,
    change: rename('a', 'a: b'),
    after: maps.replace('name: a\n', 'name: "a: b"\n').replace('stage: a', 'stage: "a: b"'),
  },
  {
    name: 'renamed where an anchor names it',
    before: 'stages: [&a a, b]\nservices:\n  web: {stage: *a, image: "busybox:1.36"}\n',
    change: rename('a', 'c'),
    after: 'stages: [&a c, b]\nservices:\n  web: {stage: *a, image: "busybox:1.36"}\n',
  },
  {
    name: 'renamed in what units merge, and nowhere else',
    before:
      'x-base: &base {stage: a, image: "busybox:1.36", environment: {stage: a}}\nstages: [a]\nservices:\n  web: {<<: *base}\n',
    change: rename('a', 'c'),
    after:
      'x-base: &base {stage: c, image: "busybox:1.36", environment: {stage: a}}\nstages: [c]\nservices:\n  web: {<<: *base}\n',
  },
  {
    name: 'renamed in a Compose file, jobs too',
    file: 'compose.yaml',
    before:
      'x-devstack:\n  stages: ["a"]\n  jobs:\n    seed: {stage: a, image: "busybox:1.36"}\nservices:\n  web: {image: "busybox:1.36", x-devstack: {stage: "a"}}\n',
    change: rename('a', 'c'),
    after:
      'x-devstack:\n  stages: ["c"]\n  jobs:\n    seed: {stage: c, image: "busybox:1.36"}\nservices:\n  web: {image: "busybox:1.36", x-devstack: {stage: "c"}}\n',
  },
  {
    name: 'renamed to what holds a dollar',
    before: `stages: [a]\n${web}`,
    change: rename('a', '$5'),
    after: `stages: ["$$5"]\n${web.replace('stage: a', () => 'stage: "$$5"')}`,
  },
  {
    name: 'renamed with several lines ending in CR LF',
    before: lines.replaceAll('\n', '\r\n'),
    change: rename('a', 'c'),
    after: lines.replace('- a #', '- c #').replace('stage: a', 'stage: c').replaceAll('\n', '\r\n'),
  },
  {
    name: 'renamed out of stages: default',
    before: 'stages: default\nservices:\n  db:\n    image: postgres:15\n',
    change: rename('database', 'first stage'),
    after:
      'stages: [first stage, job, container, application]\nservices:\n  db:\n    stage: first stage\n    image: postgres:15\n',
  },
  {
    name: 'described in lines',
    before: lines,
    change: describe('a', 'no'),
    after: lines.replace('- a # one\n', '- name: a # one\n    description: "no"\n'),
  },
  {
    name: 'described in a line',
    before: `stages: [a]\n${web}`,
    change: describe('a', 'what, for'),
    after: `stages: [{name: a, description: "what, for"}]\n${web}`,
  },
  {
    name: 'described in a map',
    before: maps,
    change: describe('a', 'x'),
    after: maps.replace('- name: a\n', '- name: a\n  description: x\n'),
  },
  {
    name: 'described in other words than those of several lines',
    before: maps,
    change: describe('b', 'x'),
    after: maps.replace('>\n    what is\n    here\n', 'x\n'),
  },
  {
    name: 'no longer described',
    before: maps,
    change: describe('b', ''),
    after: maps.replace('  description: >\n    what is\n    here\n', ''),
  },
];
