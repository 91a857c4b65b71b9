// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the variables of the files
import type { SameProject } from './same-project.ts';

const web = '  web: { image: a }\n';

const cases: readonly (readonly [title: string, files: Readonly<Record<string, string>>, same: string])[] = [
  [
    'a file',
    { 'compose.yaml': `include: [more.yaml]\nservices:\n${web}`, 'more.yaml': 'services:\n  db: { image: b }\n' },
    `services:\n${web}  db: { image: b }\n`,
  ],
  [
    'a file whose paths count from its folder',
    {
      'compose.yaml': `include: [deep/more.yaml]\nservices:\n${web}`,
      'deep/more.yaml':
        'services:\n  db: { build: ., volumes: ["./v:/v", "d:/d"], env_file: [./x.env] }\nvolumes: { d: }\nsecrets: { s: { file: ./s } }\n',
      'deep/x.env': 'A=1\n',
    },
    `services:\n${web}  db: { build: ./deep, volumes: ["./deep/v:/v", "d:/d"], environment: { A: 1 } }\nvolumes: { d: }\nsecrets: { s: { file: ./deep/s } }\n`,
  ],
  [
    'files of one path, each over those before it',
    {
      'compose.yaml': `include: [{ path: [deep/a.yaml, deep/b.yaml] }]\nservices:\n${web}`,
      'deep/a.yaml': 'services:\n  db: { image: a, user: x, volumes: ["./v:/v"] }\n',
      'deep/b.yaml': 'services:\n  db: { image: b }\n',
    },
    `services:\n${web}  db: { image: b, user: x, volumes: ["./deep/v:/v"] }\n`,
  ],
  [
    'a folder that paths count from',
    {
      'compose.yaml': `include: [{ path: deep/more.yaml, project_directory: other }]\nservices:\n${web}`,
      'deep/more.yaml': 'services:\n  db: { image: b, volumes: ["./v:/v"] }\n',
      'other/.env': '',
    },
    `services:\n${web}  db: { image: b, volumes: ["./other/v:/v"] }\n`,
  ],
  [
    'variables of its own folder',
    {
      'compose.yaml': 'include: [deep/more.yaml]\nservices:\n  web: { image: "a:$TAG" }\n',
      '.env': 'TAG=1\n',
      'deep/more.yaml': 'services:\n  db: { image: "b:$TAG-$ONLY" }\n',
      'deep/.env': 'TAG=2\nONLY=3\n',
    },
    'services:\n  web: { image: "a:1" }\n  db: { image: "b:1-3" }\n',
  ],
  [
    'variables of a file of its own',
    {
      'compose.yaml':
        'include: [{ path: deep/more.yaml, env_file: vars.env }]\nservices:\n  web: { image: "a:${TAG:-none}" }\n',
      'deep/more.yaml': 'services:\n  db: { image: "b:$TAG" }\n',
      'vars.env': 'TAG=2\n',
    },
    'services:\n  web: { image: "a:none" }\n  db: { image: "b:2" }\n',
  ],
  [
    'files that include files',
    {
      'compose.yaml': `include: [one/a.yaml]\nservices:\n${web}`,
      'one/a.yaml': 'include: [two/b.yaml]\nservices:\n  a: { image: a, volumes: ["./v:/v"], depends_on: [b] }\n',
      'one/two/b.yaml': 'services:\n  b: { image: b, volumes: ["./v:/v"] }\n',
    },
    `services:\n${web}  a: { image: a, volumes: ["./one/v:/v"], depends_on: [b] }\n  b: { image: b, volumes: ["./one/two/v:/v"] }\n`,
  ],
  [
    'the same file by two ways',
    {
      'compose.yaml': `include: [a.yaml, b.yaml]\nservices:\n${web}`,
      'a.yaml': 'include: [c.yaml]\nservices:\n  a: { image: a }\n',
      'b.yaml': 'include: [c.yaml]\nservices:\n  b: { image: b }\n',
      'c.yaml': 'services:\n  c: { image: c }\n',
    },
    `services:\n${web}  a: { image: a }\n  b: { image: b }\n  c: { image: c }\n`,
  ],
  [
    'a file that extends one beside it',
    {
      'compose.yaml': `include: [deep/more.yaml]\nservices:\n${web}`,
      'deep/more.yaml': 'services:\n  db: { extends: { file: base.yaml, service: base } }\n',
      'deep/base.yaml': 'services:\n  base: { image: b, volumes: ["./v:/v"] }\n',
    },
    `services:\n${web}  db: { image: b, volumes: ["./deep/v:/v"] }\n`,
  ],
  [
    'dependencies in both directions',
    {
      'compose.yaml': 'include: [more.yaml]\nservices:\n  web: { image: a, depends_on: [db], networks: [n] }\n',
      'more.yaml': 'services:\n  db: { image: b, networks: [n] }\nnetworks: { n: { internal: true } }\n',
    },
    'services:\n  web: { image: a, depends_on: [db], networks: [n] }\n  db: { image: b, networks: [n] }\nnetworks: { n: { internal: true } }\n',
  ],
  [
    'what both say alike',
    {
      'compose.yaml': `include: [more.yaml]\nservices:\n${web}networks: { n: { internal: true } }\n`,
      'more.yaml': 'services:\n  db: { image: b, networks: [n] }\nnetworks: { n: { internal: true } }\n',
    },
    `services:\n${web}  db: { image: b, networks: [n] }\nnetworks: { n: { internal: true } }\n`,
  ],
  [
    'a name, which stays that of the project',
    {
      'compose.yaml': `name: shop\ninclude: [more.yaml]\nservices:\n${web}`,
      'more.yaml': 'name: other\nservices:\n  db: { image: b }\nvolumes: { d: }\n',
    },
    `name: shop\nservices:\n${web}  db: { image: b }\nvolumes: { d: }\n`,
  ],
];

export const includeCases: readonly SameProject[] = [
  ...cases.map(([title, files, same]) => ({ title, files, options: { files: ['compose.yaml'] }, same })),
  {
    title: 'a file that the override file changes',
    files: {
      'compose.yaml': `include: [more.yaml]\nservices:\n${web}`,
      'compose.override.yaml': 'services:\n  db: { user: x }\n',
      'more.yaml': 'services:\n  db: { image: b }\n',
    },
    same: `services:\n${web}  db: { image: b, user: x }\n`,
  },
];
