import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/core/problem.ts';
import { formatProblems } from '../../src/core/problem-report.ts';
import type { Source } from '../../src/core/source.ts';

const source: Source = { path: 'devstack.yaml', text: 'services:\n  web:\n    imge: nginx\n', folder: '/' };

const unknown: Problem = {
  severity: 'error',
  code: 'unknown-key',
  message: 'unknown key "imge"',
  span: { source, start: 21, end: 25 },
  hint: 'did you mean "image"?',
};
const doubt: Problem = {
  severity: 'warning',
  code: 'no-readiness',
  message: 'nothing says when it is ready',
  span: { source, start: 12, end: 15 },
  related: [{ message: 'it is waited for here', span: { source, start: 0, end: 8 } }],
};

describe('the report of problems', () => {
  it('shows each in the order of the file with its line, its other places and a hint, and counts them', () => {
    expect(formatProblems([unknown, doubt], { color: false })).toBe(
      `devstack.yaml:2:3: warning[no-readiness]: nothing says when it is ready
      web:
      ^^^
  devstack.yaml:1:1: it is waited for here
    services:
    ^^^^^^^^
\n` +
        `devstack.yaml:3:5: error[unknown-key]: unknown key "imge"
        imge: nginx
        ^^^^
  hint: did you mean "image"?

1 error, 1 warning
`,
    );
  });

  it('says the same in colour', () => {
    const colored = formatProblems([unknown, doubt], { color: true });
    expect(colored).not.toBe(stripVTControlCharacters(colored));
    expect(stripVTControlCharacters(colored)).toBe(formatProblems([unknown, doubt], { color: false }));
  });

  it('begins with problems that have no place', () => {
    const problem: Problem = { severity: 'error', code: 'not-found', message: 'there is no file' };
    expect(formatProblems([unknown, problem], { color: false })).toMatch(/^error\[not-found\]: there is no file\n\n/);
  });

  it('is empty without problems', () => {
    expect(formatProblems([], { color: true })).toBe('');
  });
});
