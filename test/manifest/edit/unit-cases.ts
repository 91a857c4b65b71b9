import { moveUnit, skipUnit } from '../../../src/manifest/edit/change-unit.ts';
import type { EditCase } from './edited.ts';

const move =
  (unit: string, stage: string): EditCase['change'] =>
  (project) =>
    moveUnit(project, unit, stage);
const skip =
  (unit: string): EditCase['change'] =>
  (project) =>
    skipUnit(project, unit, true);
const unskip =
  (unit: string): EditCase['change'] =>
  (project) =>
    skipUnit(project, unit, false);

const head = 'stages: [a, b]\n';
const image = 'image: busybox:1.36';

/** Units that come into other stages, and that are skipped. */
export const unitCases: readonly EditCase[] = [
  {
    name: 'a comment and quotes stay where a stage is replaced',
    before: `${head}services:\n  web:\n    stage: 'a' # why\n    ${image}\n`,
    change: move('web', 'b'),
    after: `${head}services:\n  web:\n    stage: 'b' # why\n    ${image}\n`,
  },
  {
    name: 'lines go on to end with CR LF',
    before: `${head}services:\n  web:\n    stage: a # why\n    ${image}\n`.replaceAll('\n', '\r\n'),
    change: skip('web'),
    after: `${head}services:\n  web:\n    skip: true\n    stage: a # why\n    ${image}\n`.replaceAll('\n', '\r\n'),
  },
  {
    name: 'a comment at the first key stays there',
    before: `${head}services:\n  web: # all of it\n    # first the stage\n    stage: a\n    ${image}\n`,
    change: skip('web'),
    after: `${head}services:\n  web: # all of it\n    skip: true\n    # first the stage\n    stage: a\n    ${image}\n`,
  },
  {
    name: 'a key goes with its line',
    before: `${head}services:\n  web:\n    stage: a\n    ${image}\n    skip: true # for now`,
    change: unskip('web'),
    after: `${head}services:\n  web:\n    stage: a\n    ${image}`,
  },
  {
    name: 'a key goes from within brackets',
    before: `${head}services:\n  web: { ${image}, skip: true, stage: a } # one line\n`,
    change: unskip('web'),
    after: `${head}services:\n  web: { ${image}, stage: a } # one line\n`,
  },
  {
    name: 'what an anchor names stays as it is for others that alias it',
    before: `${head}services:\n  web:\n    stage: &s a\n    ${image}\n  api:\n    stage: *s\n    ${image}\n`,
    change: move('web', 'b'),
    after: `${head}services:\n  web:\n    stage: &s b\n    ${image}\n  api:\n    stage: a\n    ${image}\n`,
  },
  {
    name: 'an alias is replaced, not what it stands for',
    before: `${head}services:\n  web:\n    stage: &s a\n    ${image}\n  api:\n    stage: *s # the same\n    ${image}\n`,
    change: move('api', 'b'),
    after: `${head}services:\n  web:\n    stage: &s a\n    ${image}\n  api:\n    stage: b # the same\n    ${image}\n`,
  },
  {
    name: 'what a unit merges is not touched',
    before: `x-base: &base\n  stage: a\n  ${image}\n${head}services:\n  web:\n    <<: *base\n  api:\n    <<: *base\n`,
    change: move('web', 'b'),
    after: `x-base: &base\n  stage: a\n  ${image}\n${head}services:\n  web:\n    stage: b\n    <<: *base\n  api:\n    <<: *base\n`,
  },
  {
    name: 'what merges the unit stays where it is',
    before: `${head}services:\n  web: &web\n    stage: a\n    ${image}\n  api:\n    <<: *web\n    command: "true"\n`,
    change: move('web', 'b'),
    after: `${head}services:\n  web: &web\n    stage: b\n    ${image}\n  api:\n    stage: a\n    <<: *web\n    command: "true"\n`,
  },
  {
    name: 'a unit that is an alias gets keys of its own',
    before: `x-base: &base {stage: a, ${image}}\n${head}services:\n  web: *base # alike\n  api: *base\n`,
    change: move('web', 'b'),
    after: `x-base: &base {stage: a, ${image}}\n${head}services:\n  web: # alike\n    <<: *base\n    stage: b\n  api: *base\n`,
  },
  {
    name: 'a unit that is an alias within brackets gets keys of its own there',
    before: `x-base: &base {stage: a, ${image}}\n${head}services: {web: *base, api: *base}\n`,
    change: move('web', 'b'),
    after: `x-base: &base {stage: a, ${image}}\n${head}services: {web: {<<: *base, stage: b}, api: *base}\n`,
  },
  {
    name: 'what is skipped by what it extends is taken in by itself',
    before: `${head}services:\n  base:\n    stage: a\n    ${image}\n    skip: true\n  web:\n    extends: base\n`,
    change: unskip('web'),
    after: `${head}services:\n  base:\n    stage: a\n    ${image}\n    skip: true\n  web:\n    skip: false\n    extends: base\n`,
  },
  {
    name: 'units of stages: default get a stage of their own',
    before: `stages: default\nservices:\n  web:\n    # built\n    ${image}\n`,
    change: move('web', 'application'),
    after: `stages: default\nservices:\n  web:\n    stage: application\n    # built\n    ${image}\n`,
  },
  {
    name: 'a job in a Compose file has its stage beside its other keys',
    file: 'compose.yaml',
    before: `x-devstack:\n  stages: [a, b]\n  jobs:\n    seed: {stage: a, ${image}}\nservices: {}\n`,
    change: move('seed', 'b'),
    after: `x-devstack:\n  stages: [a, b]\n  jobs:\n    seed: {stage: b, ${image}}\nservices: {}\n`,
  },
  {
    name: 'a service of a Compose file has it under x-devstack',
    file: 'compose.yaml',
    before: `x-devstack: { stages: [a, b] }\nservices:\n  web:\n    ${image}\n    x-devstack: { stage: a, title: Web } # ours\n`,
    change: move('Web', 'b'),
    after: `x-devstack: { stages: [a, b] }\nservices:\n  web:\n    ${image}\n    x-devstack: { stage: b, title: Web } # ours\n`,
  },
  {
    name: 'x-devstack is added to a service that has none',
    file: 'compose.yaml',
    before: `services:\n  web:\n    ${image} # this one\n`,
    change: skip('web'),
    after: `services:\n  web:\n    x-devstack: {skip: true}\n    ${image} # this one\n`,
  },
  {
    name: 'x-devstack goes with its last key',
    file: 'compose.yaml',
    before: `services:\n  web:\n    ${image}\n    x-devstack:\n      skip: true\n    tty: true\n`,
    change: unskip('web'),
    after: `services:\n  web:\n    ${image}\n    tty: true\n`,
  },
  {
    name: 'an x-devstack that is empty is filled',
    file: 'compose.yaml',
    before: `services:\n  web:\n    ${image}\n    x-devstack: # to be filled\n`,
    change: skip('web'),
    after: `services:\n  web:\n    ${image}\n    x-devstack: # to be filled\n      skip: true\n`,
  },
];
