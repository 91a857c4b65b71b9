import { describe, expect, test } from 'vitest';
import { ignorePatterns } from '../../../../src/engine/docker/build/context/ignore-file.ts';
import { PathPatterns, type Verdicts } from '../../../../src/engine/docker/build/context/path-patterns.ts';

/** Whether a path is left out, asked folder by folder as a walk does. */
function matches(patterns: readonly string[], path: string): boolean {
  const filter = new PathPatterns(patterns);
  let verdicts: Verdicts | undefined;
  let matched = false;
  for (const [index] of [...`${path}/`].entries()) {
    if (`${path}/`[index] !== '/') continue;
    ({ matched, verdicts } = filter.match(path.slice(0, index), verdicts));
  }
  return matched;
}

const matching: readonly (readonly [pattern: string, path: string])[] = [
  ['**', 'a/b'],
  ['**/', 'a'],
  ['**/**', 'a/b'],
  ['*', 'a/b'],
  ['a', 'a/b/c'],
  ['a/', 'a/b'],
  ['/a', 'a'],
  ['./a/../b', 'b'],
  ['a/**', 'a/b/c'],
  ['**/b', 'b'],
  ['**/b', 'a/a/b'],
  ['**/b', 'a/b/c'],
  ['**b', 'a/cb'],
  ['**/b/*', 'a/b/c'],
  ['**/b/**', 'a/b/c/d'],
  ['**/f*.txt*', 'a/b/file.txt'],
  ['**/**/*.txt', 'file.txt'],
  ['a**/*.txt', 'a/b/c/f.txt'],
  ['a/*.txt**', 'a/f.txt'],
  ['a?c', 'aßc'],
  ['a[b-d]e', 'ace'],
  ['a[^b-d]e', 'aze'],
  ['[[]', '['],
  ['[\\]^]', '^'],
  ['[\\-x]', '-'],
  ['.*', '.git/config'],
  ['a.b', 'a.b'],
  ['a\\*b', 'a*b'],
  ['a(b)|{c}$+', 'a(b)|{c}$+'],
  [' a ', 'a'],
];

const notMatching: readonly (readonly [pattern: string, path: string])[] = [
  ['a', 'b/a'],
  ['a/**', 'a'],
  ['*.txt', 'a/f.txt'],
  ['a/*.txt', 'a/b/f.txt'],
  ['**/.foo', 'bar.foo'],
  ['**b*', 'ab'],
  ['a.b', 'axb'],
  ['a?b', 'a/b'],
  ['a[b-d]e', 'aae'],
  ['a\\*b', 'ab'],
  ['# a', 'a'],
  ['', 'a'],
  ['../a', 'a'],
];

describe('a .dockerignore', () => {
  test.each(matching)('with %j leaves out %j', (pattern, path) => {
    expect(matches(ignorePatterns(pattern), path)).toBe(true);
  });

  test.each(notMatching)('with %j keeps %j', (pattern, path) => {
    expect(matches(ignorePatterns(pattern), path)).toBe(false);
  });

  test.each([
    { text: '*\n!src', path: 'src/a', out: false },
    { text: '!src\n*', path: 'src/a', out: true },
    { text: 'docs\n!docs/README.md', path: 'docs/README.md', out: false },
    { text: 'docs\n!docs/README.md', path: 'docs/a.md', out: true },
    { text: 'docs/*\n! /docs/README.md', path: 'docs/README.md', out: false },
    { text: '**\n!a/b\na/b/c', path: 'a/b/c', out: true },
    { text: '**\n!a/b\na/b/c', path: 'a/b/d', out: false },
    { text: '*.md\n!README*.md\nREADME-secret.md', path: 'README-secret.md', out: true },
    { text: '**\n!dist/*.whl', path: 'dist/a+b.whl', out: false },
    { text: '\uFEFFa\r\nb\r\n', path: 'a', out: true },
  ])('$text says of $path: $out', ({ text, path, out }) => {
    expect(matches(ignorePatterns(text), path)).toBe(out);
  });

  test.each(['[', '[]a]', '[-]', '[x-]', '[a-b-c]', '[^', 'a[', '\\', '!'])('with %j is refused', (pattern) => {
    expect(() => new PathPatterns(ignorePatterns(pattern))).toThrow(pattern);
  });

  test('needs no look into a folder that is left out and that no exception reaches into', () => {
    const filter = new PathPatterns(['**', '!src/a']);
    expect(filter.mayExceptWithin('node_modules')).toBe(false);
    expect(filter.mayExceptWithin('src')).toBe(true);
    expect(new PathPatterns(['**', '!**/*.md']).mayExceptWithin('node_modules')).toBe(true);
  });
});
