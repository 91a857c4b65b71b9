import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { scripts } from '../../src/cli/completion/scripts.ts';
import { escaped, shellWords } from '../../src/cli/completion/shell-words.ts';
import { questionAt } from '../../src/cli/completion/wanted.ts';
import { completeWith } from '../../src/cli/handlers/complete.ts';
import { fixtures } from '../e2e/support/devstack.ts';
import { manifestFolder } from '../e2e/support/project.ts';
import { testShell } from './support/test-shell.ts';

const shop = `${fixtures}/shop`;

/** What a script is answered: the kind, and the words without what they are. */
async function answer(mode: 'bash' | 'words', words: readonly string[], folder = shop): Promise<readonly string[]> {
  const shell = testShell({ folder, environment: { DOCKER_HOST: 'unix:///nonexistent/docker.sock' } });
  const exitCode = await completeWith(commands)({ args: [mode, ...words], options: {} }, shell);
  expect({ exitCode, err: shell.written.err }).toEqual({ exitCode: 0, err: '' });
  return shell.written.out.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')[0] ?? '']));
}

describe('what a word may become', () => {
  test.each([
    ['a command', ['pla'], ['words', 'plan']],
    ['a command of a command', ['job', 'r'], ['words', 'run']],
    ['a command after options', ['-f', 'x.yaml', '--ui', 'plain', 'vali'], ['words', 'validate']],
    ['a command whose help is wanted', ['help', 'sch'], ['words', 'schema']],
    ['an option', ['up', '--det'], ['words', '--detach']],
    ['an option after arguments', ['up', 'web', '--no-de'], ['words', '--no-deps']],
    ['an option before the command', ['--project-n'], ['words', '--project-name']],
    ['an option where nothing else can stand', ['version', '--f'], ['words', '--format']],
    ['no option that was given', ['up', '-d', '--det'], ['words']],
    ['an option that may come twice', ['up', '--file', 'a', '--fil'], ['words', '--file']],
    ['no option that is kept for old scripts', ['--paral'], ['words']],
    ['a value that is one of few', ['up', '--ui', 'p'], ['words', 'plain']],
    ['a value in the same word', ['up', '--ui=p'], ['words', '--ui=plain']],
    ['a shell', ['completion', ''], ['words', 'bash', 'zsh', 'fish']],
    ['a unit', ['up', 'w'], ['words', 'web']],
    ['a unit that is not named yet', ['stop', 'web', 'api', ''], ['words', 'db', 'cache', 'migrate', 'seed']],
    ['the unit of a command', ['exec', '-T', 'w'], ['words', 'web']],
    ['a unit with a number', ['scale', 'db=2', 'w'], ['parts', 'web=']],
    ['units with commas', ['up', '--local', 'api,w'], ['words', 'api,web']],
    ['a stage', ['up', '--through', 'pre'], ['words', 'prepare']],
    ['a job', ['job', 'run', ''], ['words', 'migrate', 'seed']],
    ['a file', ['up', '-f', './'], ['files']],
    ['a folder', ['--project-directory', ''], ['folders']],
    ['what another program takes', ['exec', 'web', 'ls', '-'], ['files']],
    ['what follows two dashes', ['up', '--', 'w'], ['files']],
    ['nothing after a command that is not there', ['upp', 'w'], ['words']],
    ['nothing where anything may stand', ['up', '-p', ''], ['words']],
  ])('%s: %j', async (_, words, answered) => {
    expect(await answer('words', words)).toEqual(answered);
  });

  const other = `services:
  a.b-c_d: { image: "busybox:1.36", profiles: [debug] }
  web: { image: "busybox:1.36", depends_on: [nobody] }
`;

  test('are names of the manifest that the line names, though it has errors, and of all profiles', async () => {
    const folder = await manifestFolder(other);
    expect(await answer('words', ['-f', `${folder}/devstack.yaml`, 'logs', 'a'])).toEqual(['words', 'a.b-c_d']);
    expect(await answer('words', ['--profile', ''], folder)).toEqual(['words', 'debug']);
  });

  test('are none where there is no manifest, or no engine that knows runs', async () => {
    expect(await answer('words', ['up', '-f', '/nonexistent', ''])).toEqual(['words']);
    expect(await answer('words', ['explain', ''])).toEqual(['words']);
  });

  test('are told with what they are', async () => {
    const shell = testShell({ folder: shop });
    await completeWith(commands)({ args: ['words', 'up', 'w'], options: {} }, shell);
    expect(shell.written.out).toBe('words\nweb\tservice of edge\n');
  });
});

describe('a line of Bash', () => {
  test.each([
    ['devstack up -d w', ['up', '-d', 'w'], 0, ''],
    ['devstack up ', ['up', ''], 0, ''],
    ['devstack up -f my\\ stack.yaml "a b" \'c"d\' e', ['up', '-f', 'my stack.yaml', 'a b', 'c"d', 'e'], 0, ''],
    ['devstack up --ui=pl', ['up', '--ui=pl'], 5, ''],
    ["devstack up --through 'fi", ['up', '--through', 'fi'], 0, "'"],
    ['devstack up --through="fi', ['up', '--through=fi'], 10, '"'],
    ['devstack up ""', ['up', ''], 0, ''],
  ])('%s', (line, words, kept, quote) => {
    const read = shellWords(line, '=:');
    expect({ ...read, words: read.words.slice(1) }).toEqual({ words, kept, quote });
  });

  test.each([
    ["it's $2", '', "it\\'s\\ \\$2"],
    ["it's $2", "'", "it'\\''s $2"],
    ['say "$2"', '"', 'say \\"\\$2\\"'],
  ])('takes %s after a quote %j as %s', (text, quote, written) => {
    expect(escaped(text, quote)).toBe(written);
  });

  test('is answered with what follows a break in a word', async () => {
    expect(await answer('bash', ['devstack up --ui=pl', ' \t"\'=:'])).toEqual(['words', 'plain']);
  });
});

test('every unit, stage, job, file and run that help speaks of can be completed', () => {
  const asked = new Set(
    ['up ', 'job run ', 'explain ', 'up --through ', '--profile '].map((line) => {
      const { wanted } = questionAt(line.split(' '), commands);
      return wanted.kind === 'names' ? wanted.of : wanted.kind;
    }),
  );
  expect([...asked]).toEqual(['unit', 'job', 'run', 'stage', 'profile']);
});

test('each script asks the program and holds no words of its own', () => {
  for (const script of Object.values(scripts)) {
    expect(script).toContain('devstack __complete');
    expect(script).not.toMatch(/--detach|validate/);
  }
});
