// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the variables of the files
import type { SameProject } from './same-project.ts';

const web = (lines: string): string => `services:\n  web: { image: a, ${lines} }\n`;
const tagged = 'services:\n  web: { image: "a:${TAG:-none}" }\n';
const withTag = (tag: string): string => `services:\n  web: { image: "a:${tag}" }\n`;

/** Which files a project is made of. */
export const foundCases: readonly SameProject[] = [
  {
    title: 'the override file beside it',
    files: { 'compose.yaml': web('user: x'), 'compose.override.yaml': 'services: { web: { user: y } }\n' },
    same: web('user: y'),
  },
  {
    title: 'an override file with the other ending',
    files: { 'docker-compose.yml': web('user: x'), 'docker-compose.override.yml': 'services: { web: { user: y } }\n' },
    same: web('user: y'),
  },
  {
    title: 'no override file where -f names one',
    files: { 'compose.yaml': web('user: x'), 'compose.override.yaml': 'services: { web: { user: y } }\n' },
    options: { files: ['compose.yaml'] },
    same: web('user: x'),
  },
  {
    title: 'compose.yaml before docker-compose.yaml',
    files: { 'compose.yaml': web('user: x'), 'docker-compose.yaml': web('user: y') },
    same: web('user: x'),
  },
  {
    title: 'COMPOSE_FILE',
    files: {
      'one.yaml': web('user: x'),
      'two.yaml': 'services: { web: { hostname: h } }\n',
      'compose.yaml': web('user: z'),
    },
    environment: { COMPOSE_FILE: 'one.yaml:two.yaml' },
    same: web('user: x, hostname: h'),
  },
  {
    title: 'COMPOSE_FILE with a separator of its own',
    files: { 'one.yaml': web('user: x'), 'two.yaml': 'services: { web: { hostname: h } }\n' },
    environment: { COMPOSE_FILE: 'one.yaml,two.yaml', COMPOSE_PATH_SEPARATOR: ',' },
    same: web('user: x, hostname: h'),
  },
  {
    title: 'COMPOSE_FILE of .env',
    files: { 'one.yaml': web('user: x'), '.env': 'COMPOSE_FILE=one.yaml\n' },
    same: web('user: x'),
  },
  {
    title: '-f over COMPOSE_FILE',
    files: { 'one.yaml': web('user: x'), 'two.yaml': web('user: y') },
    options: { files: ['two.yaml'] },
    environment: { COMPOSE_FILE: 'one.yaml' },
    same: web('user: y'),
  },
  {
    title: 'several documents of one file, each over those before it',
    files: { 'compose.yaml': `${web('user: x')}---\nservices: { web: { hostname: h } }\n` },
    same: web('user: x, hostname: h'),
  },
];

/** Where paths count from. */
export const folderCases: readonly SameProject[] = [
  {
    title: 'the folder of the first file',
    files: {
      'deep/base.yaml': web('volumes: ["./v:/v"], build: .'),
      'other/over.yaml': 'name: p\nservices: { web: { volumes: ["./w:/w"] } }\n',
    },
    options: { files: ['deep/base.yaml', 'other/over.yaml'] },
    same: `name: p\n${web('volumes: ["./deep/v:/v", "./deep/w:/w"], build: ./deep')}`,
  },
  {
    title: 'the folder that is given',
    files: { 'deep/base.yaml': `name: p\n${web('volumes: ["./v:/v"], env_file: x.env')}`, 'other/x.env': 'A=1\n' },
    options: { files: ['deep/base.yaml'], projectDirectory: 'other' },
    same: `name: p\n${web('volumes: ["./other/v:/v"], environment: { A: 1 }')}`,
  },
  {
    title: 'the folder that is given, in which files are looked for',
    files: { 'other/compose.yaml': `name: p\n${web('volumes: ["./v:/v"]')}` },
    options: { projectDirectory: 'other' },
    same: `name: p\n${web('volumes: ["./other/v:/v"]')}`,
  },
];

/** Where variables come from. */
export const variableCases: readonly SameProject[] = [
  { title: '.env', files: { 'compose.yaml': tagged, '.env': 'TAG=1\n' }, same: withTag('1') },
  {
    title: 'the shell over .env',
    files: { 'compose.yaml': tagged, '.env': 'TAG=1\n' },
    environment: { TAG: '2' },
    same: withTag('2'),
  },
  {
    title: '.env of the folder of the first file',
    files: { 'deep/base.yaml': `name: p\n${tagged}`, 'deep/.env': 'TAG=1\n' },
    options: { files: ['deep/base.yaml'] },
    same: `name: p\n${withTag('1')}`,
  },
  {
    title: 'a file that is named instead of .env',
    files: { 'compose.yaml': tagged, '.env': 'TAG=1\n', 'other.env': 'X=1\n' },
    options: { envFiles: ['other.env'] },
    same: withTag('none'),
  },
  {
    title: 'files that are named, the later ones over the earlier',
    files: { 'compose.yaml': tagged, 'a.env': 'TAG=1\n', 'b.env': 'TAG=2\n' },
    options: { envFiles: ['a.env', 'b.env'] },
    same: withTag('2'),
  },
  {
    title: 'files of COMPOSE_ENV_FILES',
    files: { 'compose.yaml': tagged, 'a.env': 'TAG=1\n', 'b.env': 'X=2\n' },
    environment: { COMPOSE_ENV_FILES: 'a.env,b.env' },
    same: withTag('1'),
  },
  {
    title: 'variables in variables',
    files: { 'compose.yaml': tagged, '.env': 'A=1\nTAG=${A}-${B:-2}\n' },
    same: withTag('1-2'),
  },
  {
    title: 'the name of the project',
    files: { 'compose.yaml': 'name: shop\nservices:\n  web: { image: "a:$COMPOSE_PROJECT_NAME" }\n' },
    same: `name: shop\n${withTag('shop')}`,
  },
  {
    title: 'the name that is given',
    files: { 'compose.yaml': 'name: shop\nservices:\n  web: { image: "a:$COMPOSE_PROJECT_NAME" }\n' },
    options: { projectName: 'given' },
    same: `name: given\n${withTag('given')}`,
  },
  {
    title: 'the name of COMPOSE_PROJECT_NAME',
    files: { 'compose.yaml': `name: shop\n${tagged}`, '.env': 'COMPOSE_PROJECT_NAME=other\n' },
    same: `name: other\n${withTag('none')}`,
  },
  {
    title: 'a name with a variable',
    files: { 'compose.yaml': `name: "shop-\${TAG}"\n${tagged}`, '.env': 'TAG=1\n' },
    same: `name: shop-1\n${withTag('1')}`,
  },
];
