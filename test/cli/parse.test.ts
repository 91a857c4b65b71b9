import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { parse } from '../../src/cli/parse.ts';

const read = (line: string) => parse(line === '' ? [] : line.split(' '), commands, '1.2.3');

describe('what a command line asks for', () => {
  test.each([
    ['up', 'up', [], {}],
    ['up web -d', 'up', ['web'], { detach: true }],
    ['up db cache --through data', 'up', ['db', 'cache'], { through: 'data' }],
    ['up --ui json', 'up', [], { ui: 'json' }],
    ['--ui quiet up', 'up', [], { ui: 'quiet' }],
    ['up -f shop', 'up', [], { file: ['shop'] }],
    ['-f shop up', 'up', [], { file: ['shop'] }],
    ['-f a -f b up -f c', 'up', [], { file: ['a', 'b', 'c'] }],
    ['--profile debug up', 'up', [], { profile: ['debug'] }],
    [
      'up --build --no-deps --scale web=3 --scale db=1',
      'up',
      [],
      { build: true, deps: false, scale: ['web=3', 'db=1'] },
    ],
    ['up --no-build', 'up', [], { build: false }],
    ['up --no-attach web', 'up', [], { noAttach: ['web'] }],
    ['up -t 3', 'up', [], { timeout: 3000 }],
    ['up --wait-timeout 1m30s', 'up', [], { waitTimeout: 90_000 }],
    ['run --rm -e A=1 web sh -c env', 'run', ['web', 'sh', '-c', 'env'], { rm: true, env: ['A=1'] }],
    ['run web ls --rm', 'run', ['web', 'ls', '--rm'], {}],
    ['exec -it db psql -U shop', 'exec', ['db', 'psql', '-U', 'shop'], { tty: true }],
    ['exec -T db cat', 'exec', ['db', 'cat'], { tty: false }],
    ['rm -fsv web', 'rm', ['web'], { force: true, stop: true, volumes: true }],
    ['kill -s SIGHUP web', 'kill', ['web'], { signal: 'SIGHUP' }],
    ['build --no-cache --pull web', 'build', ['web'], { cache: false, pull: true }],
    ['up -- -x', 'up', ['-x'], {}],
    ['down -v -p shop', 'down', [], { volumes: true, projectName: 'shop' }],
    ['ps --json --project-name shop', 'ps', [], { json: true, projectName: 'shop' }],
    ['logs -f api', 'logs', ['api'], { follow: true }],
    ['-f shop logs -f', 'logs', [], { file: ['shop'], follow: true }],
    ['logs -tn 5', 'logs', [], { timestamps: true, tail: 5 }],
    ['logs --tail all', 'logs', [], { tail: 'all' }],
    ['plan --offline --json web', 'plan', ['web'], { offline: true, json: true }],
    ['validate', 'validate', [], {}],
    ['job list --json', 'list', [], { json: true }],
    ['-f shop job run seed --force', 'run', ['seed'], { file: ['shop'], force: true }],
    ['-f shop job outputs -f other seed --reveal', 'outputs', ['seed'], { file: ['shop', 'other'], reveal: true }],
    ['job logs seed -f', 'logs', ['seed'], { follow: true }],
    ['stage move -n Redis -s data', 'move', [], { name: 'Redis', stage: 'data' }],
    ['stage create edge -d proxies --after data', 'create', ['edge'], { description: 'proxies', after: 'data' }],
  ])('"devstack %s" runs %s', (line, name, args, options) => {
    expect(read(line)).toMatchObject({ kind: 'run', command: { name }, invocation: { args, options } });
  });
});

describe('a wrong command line is told with what to do', () => {
  test.each([
    ['upp', 'unknown command "upp"', 'did you mean up? Otherwise run "devstack --help" for what there is'],
    ['help upp', 'unknown command "upp"', 'did you mean up? Otherwise run "devstack --help" for what there is'],
    ['up --detch', 'unknown option "--detch"', 'did you mean --detach? Otherwise run "devstack up --help"'],
    ['--fil x up', 'unknown option "--fil"', 'did you mean --file?'],
    ['up -v', 'unknown option "-v"', 'run "devstack up --help"'],
    ['exec -p shop db ls', 'unknown option "-p"', 'it stands before the command: devstack -p … exec'],
    ['up -f', 'option "-f, --file <path>" argument missing', 'run "devstack up --help"'],
    ['-p a -p b up', 'argument "b" is invalid. It is given twice', 'run "devstack --help"'],
    ['up --scale web', 'argument "web" is invalid. It has to be such as web=3', 'run "devstack up --help"'],
    ['up --ui web', 'argument "web" is invalid. Allowed choices are tui, plain, json, quiet', 'run "devstack up'],
    ['job rnu', 'unknown command "rnu"', 'did you mean run? Otherwise run "devstack job --help"'],
    ['job run', 'missing required argument "job"', 'run "devstack job run --help"'],
    ['job list --jsn', 'unknown option "--jsn"', 'did you mean --json? Otherwise run "devstack job list --help"'],
    ['validate web', 'too many arguments for "validate"', 'run "devstack validate --help"'],
    ['logs -n few', 'argument "few" is invalid. It has to be a whole number, or "all"', 'run "devstack logs --help"'],
    ['logs -n -1', 'argument "-1" is invalid', 'run "devstack logs --help"'],
  ])('devstack %s', (line, message, hint) => {
    expect(read(line)).toMatchObject({
      kind: 'wrong',
      failure: {
        code: 'usage',
        family: 'usage',
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      },
    });
  });
});

describe('help', () => {
  test('lists every command with what it does, but for those of programs', () => {
    const help = read('--help');
    expect(help).toMatchObject({ text: expect.not.stringContaining('__') });
    for (const { name, summary } of commands.filter(({ isHidden }) => !isHidden)) {
      const start = summary.split(' ').slice(0, 3).join(' ');
      expect(help).toMatchObject({
        kind: 'print',
        text: expect.stringMatching(new RegExp(`^  ${name}\\b.*${start}`, 'm')),
      });
    }
  });

  test.each(commands.map(({ name }) => name))('of "%s" has usage, options, examples and exit codes', (name) => {
    for (const line of [`${name} --help`, `${name} -h`, `help ${name}`]) {
      const help = read(line);
      for (const part of [`Usage: devstack ${name}`, 'Options:', 'Examples:\n  devstack ', 'Exit codes:\n  0 ']) {
        expect(help).toMatchObject({ kind: 'print', text: expect.stringContaining(part) });
      }
    }
  });

  test('of a command of another one is found both ways', () => {
    const help = { kind: 'print', text: expect.stringContaining('Usage: devstack job run') };
    expect(read('job run --help')).toMatchObject(help);
    expect(read('help job run')).toMatchObject(help);
    expect(read('job')).toMatchObject({ kind: 'empty', help: expect.stringMatching(/^ {2}outputs\b/m) });
  });

  test('"devstack help" is that of the whole program', () => {
    expect(read('help')).toEqual(read('--help'));
  });

  test('is what a command line without a command gets', () => {
    expect(read('')).toMatchObject({ kind: 'empty', help: expect.stringContaining('Usage: devstack') });
    expect(read('-p shop')).toMatchObject({ kind: 'empty', help: expect.stringContaining('Usage: devstack') });
  });
});

test.each(['--version', '-v'])('%s prints the version alone', (line) => {
  expect(read(line)).toEqual({ kind: 'print', text: '1.2.3\n' });
});

test('every example of a help is a command line of that command', () => {
  for (const { name, examples, subcommands } of commands) {
    for (const { line } of examples) {
      const command = { name: subcommands === undefined ? name : expect.any(String) };
      expect(read(line.replace(/^devstack /, ''))).toMatchObject({ kind: 'run', command });
    }
    for (const inner of subcommands ?? []) {
      expect(inner.examples).not.toEqual([]);
      for (const { line } of inner.examples) {
        expect(read(line.replace(/^devstack /, ''))).toMatchObject({ kind: 'run', command: { name: inner.name } });
      }
    }
  }
});
