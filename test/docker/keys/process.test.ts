import { expect } from 'vitest';
import { keyCases } from './key-cases.ts';
import type { Unit } from './unit.ts';

/** Holds for as long as the first process is still that of the engine, which becomes the container's own after its start. */
const isComing = 'grep -q ^runc: /proc/1/comm';
/** Of the first process. */
const argumentsOf = (unit: Unit) => unit.sh(`while ${isComing}; do :; done; tr '\\0' '|' < /proc/1/cmdline`);
const printed = (script: string) => (unit: Unit) => unit.sh(script);

keyCases(
  'what runs in a container',
  [
    {
      key: 'image',
      shows: 'is what the container is made from',
      service: 'image: busybox:1.36',
      see: async (unit) => (await unit.inspect()).Config.Image,
      is: 'busybox:1.36',
    },
    {
      key: 'pull_policy',
      shows: '"never" runs what the engine has',
      service: 'pull_policy: never',
      see: printed('echo runs'),
      is: 'runs',
    },
    {
      key: 'pull_policy',
      shows: '"missing" and "if_not_present" leave what is there',
      service: 'pull_policy: if_not_present',
      see: printed('echo runs'),
      is: 'runs',
    },
    {
      key: 'platform',
      shows: 'that the image is for is asked of the engine',
      service: 'platform: linux/amd64',
      see: printed('uname -m'),
      is: 'x86_64',
    },
    {
      key: 'command',
      shows: 'in one string is split into words as a shell does, without one',
      service: `init: false\ncommand: sh -c "sleep 1000; true" 'two words' back\\ slash $$HOME`,
      see: argumentsOf,
      is: 'sh|-c|sleep 1000; true|two words|back slash|$HOME|',
    },
    {
      key: 'command',
      shows: 'as a list is passed on word by word',
      service: 'init: false\ncommand: [sh, -c, "sleep 1000; true", "a  b"]',
      see: argumentsOf,
      is: 'sh|-c|sleep 1000; true|a  b|',
    },
    {
      key: 'entrypoint',
      shows: 'in one string is split into words, and the command follows it',
      service: 'init: false\nentrypoint: sh -c "sleep 1000; true"\ncommand: [one, two]',
      see: argumentsOf,
      is: 'sh|-c|sleep 1000; true|one|two|',
    },
    {
      key: 'entrypoint',
      shows: 'as a list leaves out the command of the image',
      service: 'init: false\nentrypoint: [sleep, "1000"]\ncommand: null',
      see: argumentsOf,
      is: 'sleep|1000|',
    },
    {
      key: 'working_dir',
      shows: 'is where the process runs, and is made where it is missing',
      service: 'working_dir: /made/for/it',
      see: printed('readlink /proc/1/cwd'),
      is: '/made/for/it',
    },
    {
      key: 'user',
      shows: 'is whom the process runs as, with a group after a colon',
      service: 'user: "1234:4321"',
      see: printed('id -u; id -g'),
      is: '1234\n4321',
    },
    {
      key: 'group_add',
      shows: 'gives further groups, by number or by name',
      service: 'group_add: [4242, "nogroup"]',
      see: printed('id -G'),
      is: '0 4242 65534',
    },
    {
      key: 'init',
      shows: 'puts a process before it that reaps what is left',
      service: 'init: true',
      see: printed(`while ${isComing}; do :; done; cat /proc/1/comm`),
      is: expect.stringMatching(/^(docker-init|tini)$/),
    },
    {
      key: 'tty',
      shows: 'gives the process a terminal',
      service: 'init: false\ntty: true\ncommand: [sh, -c, "test -t 1 && touch /terminal; sleep 1000"]',
      see: printed('until test -e /terminal; do :; done; readlink /proc/1/fd/1'),
      is: expect.stringMatching(/^\/dev\/(pts\/)?\w+$/),
    },
    {
      key: 'stdin_open',
      shows: 'keeps the input open, so that a process that reads from it waits',
      service: 'init: false\nstdin_open: true\ncommand: [cat]',
      see: argumentsOf,
      is: 'cat|',
    },
    {
      key: 'container_name',
      shows: 'is the name on the engine',
      service: 'container_name: devstack-keys-named',
      see: async (unit) => (await unit.inspect()).Name,
      is: '/devstack-keys-named',
    },
    {
      key: 'labels',
      shows: 'as a map are on the container',
      service: 'labels: { com.example.text: words, com.example.number: 7, com.example.none: null }',
      see: async (unit) => (await unit.inspect()).Config.Labels,
      is: expect.objectContaining({ 'com.example.text': 'words', 'com.example.number': '7', 'com.example.none': '' }),
    },
    {
      key: 'labels',
      shows: 'as a list are on the container',
      service: 'labels: ["com.example.text=a=b", com.example.none]',
      see: async (unit) => (await unit.inspect()).Config.Labels,
      is: expect.objectContaining({ 'com.example.text': 'a=b', 'com.example.none': '' }),
    },
    {
      key: 'label_file',
      shows: 'gives labels that "labels" overrides',
      service: 'label_file: [one.labels, two.labels]\nlabels: { c: own }',
      see: async (unit) => (await unit.inspect()).Config.Labels,
      is: expect.objectContaining({ a: 'one', b: 'two', c: 'own' }),
    },
    {
      key: 'annotations',
      shows: 'are passed on to what runs the container',
      service: 'annotations: { com.example.note: here }',
      see: async (unit) => Reflect.get((await unit.inspect()).HostConfig, 'Annotations'),
      is: { 'com.example.note': 'here' },
      since: ['1.43', 'annotations'],
    },
    {
      key: 'logging',
      shows: 'chooses the driver and its options',
      service: 'logging: { driver: json-file, options: { max-size: 1m, max-file: 2 } }',
      see: async (unit) => (await unit.inspect()).HostConfig.LogConfig,
      is: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '2' } },
    },
    {
      key: 'scale',
      shows: 'is how many containers there are',
      name: 'scaled',
      service: 'scale: 2',
      see: async (_, { unit }) => [await unit('scaled', 1).sh('echo one'), await unit('scaled', 2).sh('echo two')],
      is: ['one', 'two'],
    },
    {
      key: 'deploy.replicas',
      shows: 'is how many containers there are',
      name: 'deployed',
      service: 'deploy: { replicas: 2 }',
      see: async (_, { unit }) => [await unit('deployed', 1).sh('echo one'), await unit('deployed', 2).sh('echo two')],
      is: ['one', 'two'],
    },
  ],
  { files: { 'one.labels': 'a=one\nb=one\nc=one\n', 'two.labels': '# later wins\nb=two\n' } },
);
