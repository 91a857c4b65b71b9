import type { SameProject } from './same-project.ts';

const options = { files: ['compose.yaml'] };

/** Cases of one file, and what it comes to. */
const ofOneFile: readonly (readonly [title: string, text: string, same: string])[] = [
  [
    'a service of the same file',
    'services:\n  base: { image: a, user: x, environment: { A: 1 } }\n  web: { extends: { service: base }, environment: { B: 2 } }\n',
    'services:\n  base: { image: a, user: x, environment: { A: 1 } }\n  web: { image: a, user: x, environment: { A: 1, B: 2 } }\n',
  ],
  [
    'a service that is named alone',
    'services:\n  base: { image: a }\n  web: { extends: base, user: x }\n',
    'services:\n  base: { image: a }\n  web: { image: a, user: x }\n',
  ],
  [
    'a service that extends another',
    'services:\n  one: { extends: two, user: x }\n  two: { extends: three, working_dir: /x }\n  three: { image: a, user: y }\n',
    'services:\n  one: { image: a, user: x, working_dir: /x }\n  two: { image: a, user: y, working_dir: /x }\n  three: { image: a, user: y }\n',
  ],
  [
    'lists are added and commands replaced',
    'services:\n  base: { image: a, command: [a, b], expose: ["80"], cap_add: [A] }\n  web: { extends: base, command: [c], expose: ["81"], cap_add: [B] }\n',
    'services:\n  base: { image: a, command: [a, b], expose: ["80"], cap_add: [A] }\n  web: { image: a, command: [c], expose: ["80", "81"], cap_add: [A, B] }\n',
  ],
  [
    'dependencies',
    'services:\n  db: { image: d }\n  cache: { image: c }\n  base: { image: a, depends_on: [db] }\n  web: { extends: base, depends_on: { cache: { condition: service_healthy } } }\n',
    'services:\n  db: { image: d }\n  cache: { image: c }\n  base: { image: a, depends_on: [db] }\n  web: { image: a, depends_on: { db: { condition: service_started }, cache: { condition: service_healthy } } }\n',
  ],
  [
    'what is shared with another service',
    'services:\n  db: { image: d }\n  base: { image: a, volumes_from: [db], pid: "service:db" }\n  web: { extends: base }\n',
    'services:\n  db: { image: d }\n  base: { image: a, volumes_from: [db], pid: "service:db" }\n  web: { image: a, volumes_from: [db], pid: "service:db" }\n',
  ],
  [
    'what is reset',
    'services:\n  base: { image: a, ports: ["80:80"], user: x, environment: { A: 1, B: 1 } }\n  web: { extends: base, ports: !reset [], user: !reset null, environment: { A: !reset null } }\n',
    'services:\n  base: { image: a, ports: ["80:80"], user: x, environment: { A: 1, B: 1 } }\n  web: { image: a, environment: { B: 1 } }\n',
  ],
  [
    'what is put in place of all before',
    'services:\n  base: { image: a, expose: ["80"], environment: { A: 1 } }\n  web: { extends: base, expose: !override ["81"], environment: !override { B: 1 } }\n',
    'services:\n  base: { image: a, expose: ["80"], environment: { A: 1 } }\n  web: { image: a, expose: ["81"], environment: { B: 1 } }\n',
  ],
  [
    'a build in both forms',
    'services:\n  base: { build: { context: ./a, args: [A=1] } }\n  web: { extends: base, build: ./b }\n',
    'services:\n  base: { build: { context: ./a, args: [A=1] } }\n  web: { build: { context: ./b, args: [A=1] } }\n',
  ],
];

/** Cases of several files, of which compose.yaml is read. */
const ofFiles: readonly (readonly [title: string, files: Readonly<Record<string, string>>, same: string])[] = [
  [
    'a service of another file, whose paths count from there',
    {
      'compose.yaml': 'services:\n  web: { extends: { file: deep/base.yaml, service: base }, ports: ["80:80"] }\n',
      'deep/base.yaml':
        'services:\n  base: { build: { context: ., dockerfile: ../Dockerfile }, volumes: ["./x:/x", "../y:/y"], env_file: own.env }\n',
      'deep/own.env': 'A=1\n',
    },
    'services:\n  web: { build: { context: ./deep, dockerfile: ../Dockerfile }, volumes: ["./deep/x:/x", "./y:/y"], environment: { A: 1 }, ports: ["80:80"] }\n',
  ],
  [
    'files that extend other files',
    {
      'compose.yaml': 'services:\n  web: { extends: { file: one/a.yaml, service: a } }\n',
      'one/a.yaml': 'services:\n  a: { extends: { file: ../two/b.yaml, service: b }, volumes: ["./v:/a"] }\n',
      'two/b.yaml': 'services:\n  b: { image: b, volumes: ["./v:/b"] }\n',
    },
    'services:\n  web: { image: b, volumes: ["./two/v:/b", "./one/v:/a"] }\n',
  ],
  [
    'a service of the same name in another file',
    {
      'compose.yaml': 'services:\n  web: { extends: { file: base.yaml, service: web }, user: x }\n',
      'base.yaml': 'services:\n  web: { image: a, user: y }\n  other: { image: b }\n',
    },
    'services:\n  web: { image: a, user: x }\n',
  ],
  [
    'variables of the project, also in another file',
    {
      'compose.yaml': 'services:\n  web: { extends: { file: deep/base.yaml, service: web } }\n',
      'deep/base.yaml': 'services:\n  web: { image: "a:$TAG", environment: { P: $COMPOSE_PROJECT_NAME } }\n',
      '.env': 'TAG=1\nCOMPOSE_PROJECT_NAME=shop\n',
      'deep/.env': 'TAG=2\n',
    },
    'name: shop\nservices:\n  web: { image: "a:1", environment: { P: shop } }\n',
  ],
  [
    'what is mounted by a name is that of this file',
    {
      'compose.yaml':
        'services:\n  web: { extends: { file: base.yaml, service: web } }\nvolumes: { data: { driver: local } }\n',
      'base.yaml': 'services:\n  web: { image: a, volumes: ["data:/data"] }\nvolumes: { data: { driver: other } }\n',
    },
    'services:\n  web: { image: a, volumes: ["data:/data"] }\nvolumes: { data: { driver: local } }\n',
  ],
];

export const extendsCases: readonly SameProject[] = [
  ...ofOneFile.map(([title, text, same]) => ({ title, files: { 'compose.yaml': text }, options, same })),
  ...ofFiles.map(([title, files, same]) => ({ title, files, options, same })),
  {
    title: 'in a file over another',
    files: {
      'base.yaml': 'services:\n  one: { image: a, user: x }\n  two: { image: b }\n',
      'over.yaml': 'services:\n  two: { extends: { file: base.yaml, service: one } }\n',
    },
    options: { files: ['base.yaml', 'over.yaml'] },
    same: 'services:\n  one: { image: a, user: x }\n  two: { image: a, user: x }\n',
  },
];
