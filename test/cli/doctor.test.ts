import { describe, expect, test } from 'vitest';
import { engineFindings } from '../../src/cli/doctor/engine-findings.ts';
import { doubtful, fine, wrong } from '../../src/cli/doctor/finding.ts';
import { formatFindings } from '../../src/cli/doctor/format-findings.ts';
import { leftoverFindings } from '../../src/cli/doctor/leftover-findings.ts';
import { machineFindings } from '../../src/cli/doctor/machine-findings.ts';
import { ok } from '../../src/core/result.ts';
import type { Examination } from '../../src/engine/docker/examine.ts';
import { themeFor } from '../../src/ui/theme.ts';
import { ownProcess } from '../support/test-host.ts';
import { testShell } from './support/test-shell.ts';

const system = { storageDriver: 'overlay2', pools: undefined, clockAheadMs: 3, free: 80e9, hasProxy: false };

const sound: Examination = {
  description: 'Docker 28.5.2 at unix:///var/run/docker.sock',
  apiVersion: '1.51',
  product: 'Docker',
  isRemote: false,
  publishesHere: true,
  source: undefined,
  system: ok(system),
  builder: ok('buildkit'),
  networks: ok({ used: 3, total: 31 }),
  deadLocks: ok([]),
};

describe('an engine', () => {
  test('with which all is well has no doubts', () => {
    expect(engineFindings(sound).map(({ level }) => level)).toEqual(Array(6).fill('fine'));
  });

  test.each<[string, Partial<Examination>, object]>([
    ['named by a variable', { source: 'DOCKER_HOST' }, { subject: 'engine', message: /named by DOCKER_HOST/ }],
    ['on another machine', { isRemote: true }, { level: 'doubtful', subject: 'place', message: /another machine/ }],
    ['in a virtual machine', { product: 'Docker Desktop' }, { level: 'fine', message: /virtual machine/ }],
    ['without root', { product: 'Docker (rootless)' }, { level: 'fine', message: /without root/ }],
    ['without BuildKit', { builder: ok('classic') }, { level: 'doubtful', hint: /DOCKER_BUILDKIT/ }],
    ['nearly out of networks', { networks: ok({ used: 29, total: 31 }) }, { level: 'doubtful', message: /29 of 31/ }],
    ['out of networks', { networks: ok({ used: 31, total: 31 }) }, { level: 'wrong', family: 'engine' }],
    ['with little space', { system: ok({ ...system, free: 2e9 }) }, { level: 'doubtful', hint: /docker system df/ }],
    ['without space', { system: ok({ ...system, free: 1e6 }) }, { level: 'wrong', message: /1.0 MB left/ }],
    [
      'with unknown space',
      { system: ok({ ...system, free: undefined }) },
      { level: 'fine', message: /can not be told/ },
    ],
    ['ahead', { system: ok({ ...system, clockAheadMs: 90_000 }) }, { level: 'doubtful', message: /1m30s ahead/ }],
    ['behind', { system: ok({ ...system, clockAheadMs: -5_000 }) }, { level: 'doubtful', message: /5.0s behind/ }],
    ['that says nothing', { system: { ok: false, reason: 'too slow' } }, { level: 'doubtful', message: /too slow/ }],
  ])('%s is told as that', (_, change, told) => {
    const matchers = Object.entries(told).map(([key, value]) => [
      key,
      value instanceof RegExp ? expect.stringMatching(value) : value,
    ]);
    expect(engineFindings({ ...sound, ...change })).toContainEqual(
      expect.objectContaining(Object.fromEntries(matchers)),
    );
  });
});

describe('a machine', () => {
  const tell = (environment: Record<string, string>, isTTY = true) =>
    machineFindings(testShell({ environment, isTTY, columns: 120 }));

  test.each([
    [{ HTTP_PROXY: 'http://me:hunter2@proxy:3128' }, 'HTTP_PROXY is set', 'add localhost,127.0.0.1 to NO_PROXY'],
    [{ https_proxy: 'http://proxy', NO_PROXY: 'localhost' }, 'https_proxy is set', 'add 127.0.0.1 to NO_PROXY'],
    [{ LANG: 'C' }, 'the locale is "C"', 'set LANG=C.UTF-8'],
  ])('with %j is doubted', (environment, message, hint) => {
    expect(tell(environment)).toContainEqual(
      expect.objectContaining({
        level: 'doubtful',
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      }),
    );
  });

  test.each([
    { HTTP_PROXY: 'http://proxy', NO_PROXY: '*' },
    { HTTP_PROXY: 'http://proxy', no_proxy: 'example.org, localhost,127.0.0.1' },
  ])('with %j reaches its ports', (environment) => {
    expect(tell(environment, false).every(({ level }) => level === 'fine')).toBe(true);
  });

  test('never tells what a proxy is, which may hold a password', () => {
    expect(JSON.stringify(tell({ HTTP_PROXY: 'http://me:hunter2@proxy:3128' }))).not.toContain('hunter2');
  });
});

test('what killed runs have left is told with its project and what becomes of it', () => {
  const holder = { command: 'devstack up', host: 'laptop', process: ownProcess, since: 0 };
  const owner = { ...holder, command: 'devstack test' };
  const stacks = [
    { project: 'shop-t-1', owner, images: [], isOrphaned: true },
    { project: 'shop-t-2', owner, images: [], isOrphaned: false },
  ];
  const told = leftoverFindings(
    stacks,
    [{ project: 'shop', holder }],
    [
      { kind: 'unit', project: 'web', unit: 'api' },
      { kind: 'supervisor', project: 'web', process: ownProcess },
    ],
  );
  expect(told.map(({ message }) => message)).toEqual([
    '"shop-t-1" was there for "devstack test" (pid 4711) alone, which is gone',
    '"shop" is locked by "devstack up" (pid 4711), which is gone',
    'nobody knows what became of "api" of "web", which ran as a process',
    'what watched the processes of "web" (pid 4711) is gone',
  ]);
  expect(told.every((finding) => finding.level === 'doubtful' && finding.hint !== undefined)).toBe(true);
});

describe('findings', () => {
  const findings = [
    fine('engine', 'Docker'),
    doubtful('clock', 'that of the engine is behind', 'set both'),
    wrong('port', { family: 'unit', message: 'port 80 is taken by nginx' }),
  ];

  test('are rows with a sign, aligned, with what to do below', () => {
    expect(formatFindings(findings, themeFor({ environment: {}, isTTY: false }), 80)).toBe(
      '✓ engine  Docker\n' +
        '! clock   that of the engine is behind\n' +
        '          → set both\n' +
        '✗ port    port 80 is taken by nginx\n\n' +
        'one thing stops "devstack up"\n',
    );
  });

  test('are plain ASCII where the terminal may know nothing else', () => {
    const text = formatFindings(findings, themeFor({ environment: { TERM: 'dumb' }, isTTY: true }), 80);
    expect(text).toMatch(/^[\n -~]*$/);
    expect(text).toContain('-> set both');
  });

  test('that are too long go on below where they began', () => {
    const text = formatFindings(
      [fine('engine', 'word '.repeat(20).trim())],
      themeFor({ environment: {}, isTTY: false }),
      60,
    );
    expect(text.split('\n').slice(0, 2)).toEqual([
      `✓ engine  ${'word '.repeat(10).trim()}`,
      `          ${'word '.repeat(10).trim()}`,
    ]);
  });
});
