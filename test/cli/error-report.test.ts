import { describe, expect, test } from 'vitest';
import { formatBug, formatFailure } from '../../src/cli/error-report.ts';
import type { Failure } from '../../src/core/failure.ts';
import { themeFor } from '../../src/ui/theme.ts';

const plain = themeFor({ environment: {}, isTTY: false });
const colored = themeFor({ environment: { TERM: 'xterm' }, isTTY: true });

const unreachable: Failure = {
  code: 'engine-unreachable',
  family: 'engine',
  message: 'no Docker engine answers',
  hint: 'start it',
};

describe('a failure', () => {
  test('is told in a sentence, with what to do', () => {
    expect(formatFailure(unreachable, plain)).toBe('error: no Docker engine answers\nhint: start it\n');
  });

  test('is told with what was seen of it', () => {
    const evidence = { exitCode: 1, durationMs: 1900, attempt: [2, 3], probe: '503', logs: ['one', 'two'] } as const;
    expect(formatFailure({ ...unreachable, evidence }, plain)).toBe(
      [
        'error: no Docker engine answers',
        '  exit code 1, after 1.9s, attempt 2 of 3',
        '  last answer: 503',
        '  last lines:',
        '    │ one',
        '    │ two',
        'hint: start it\n',
      ].join('\n'),
    );
  });

  test('is told after the problems that it is made of', () => {
    const text = 'name: shop\nstagse: []\n';
    const span = { source: { path: 'devstack.yaml', text, folder: '/' }, start: 11, end: 17 };
    const problem = { severity: 'error', code: 'unknown-key', message: 'unknown key "stagse"', span } as const;
    const report = formatFailure(
      { code: 'manifest-invalid', family: 'manifest', message: 'bad', problems: [problem] },
      plain,
    );
    expect(report).toMatch(
      /^devstack\.yaml:2:1: error\[unknown-key\]: unknown key "stagse"\n {4}stagse: \[\]\n {4}\^{6}\n/,
    );
    expect(report).toMatch(/1 error\nerror: bad\n$/);
  });

  test('has colours only where the theme has', () => {
    expect(formatFailure(unreachable, colored)).toContain('\u001B[');
    expect(formatFailure(unreachable, plain)).not.toContain('\u001B[');
  });
});

describe('a bug', () => {
  const report = formatBug(new TypeError('oops'), { version: '1.2.3', node: '24.0.0', platform: 'linux' }, plain);

  test('is told as one, with its stack and the versions that it was met with', () => {
    expect(report).toMatch(/^error: devstack ran into a bug of its own/);
    expect(report).toContain('  TypeError: oops\n      at ');
    expect(report).toContain('  devstack 1.2.3, Node.js 24.0.0, linux\n');
  });

  test('is told with how to report it', () => {
    expect(report).toMatch(/\nhint: .*report it with these lines.*\n$/);
  });
});
