import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/core/problem.ts';
import { frame, type Source, type Span } from '../../../src/core/source.ts';
import type { Tree } from '../../../src/manifest/tree.ts';
import { readPlainYaml } from '../../../src/manifest/yaml/plain-yaml.ts';
import { readWholeYaml } from '../../../src/manifest/yaml/whole-yaml.ts';
import { random } from '../../plan/random.ts';

const sourceOf = (text: string): Source => ({ path: 'file.yaml', folder: '/', text });

/** What a place looks like to people. */
const placeOf = (span: Span) => [span.start, ...frame(span)];

function shown(tree: Tree): unknown {
  const base = { kind: tree.kind, place: placeOf(tree.span) };
  if (tree.kind === 'scalar') return { ...base, value: tree.value, text: tree.text };
  if (tree.kind === 'list') return { ...base, items: tree.items.map(shown) };
  const entries = [...tree.entries].map(([name, { key, value }]) => [name, placeOf(key), shown(value)]);
  return { ...base, entries };
}

/** Whether the plain reader has an answer, which must be that of the whole parser. */
function agrees(text: string): boolean {
  const source = sourceOf(text);
  const plain = readPlainYaml(source);
  if (plain === undefined) return false;
  const problems: Problem[] = [];
  const whole = readWholeYaml(source, (problem) => problems.push(problem));
  expect(problems, text).toEqual([]);
  expect(whole.map(shown), text).toEqual([shown(plain)]);
  return true;
}

const fixtures = join(import.meta.dirname, '../../../fixtures');
const manifests = globSync('**/*.yaml', { cwd: fixtures });
const textOf = (name: string): string => readFileSync(join(fixtures, name), 'utf8');

const anchored = `x-common: &common
  restart: always
  environment: &env
    A: 1
    "B": two
services:
  web:
    <<: *common
    command: |
      set -e
      echo "a: b"

      exec x
    healthcheck:
      test: [
        CMD, "a",
      b]
  api: &api
    <<: [*common, { user: x }]
    environment: { <<: *env,
      C: 3 }
    command: |-
        indented
          more
  more: *api
`;

describe('plain YAML', () => {
  it.each([
    'a: 1\nb: text\n',
    '# first\n\na:\n  # in between\n  b: 1 # behind\n\n  c: x#y\n# last\n',
    'a:\n- 1\n- b: 2\n  c: 3\n-   d: 4\n    e:\n    - 5\nf:\n  - g\n',
    'a:\nb: \nc: # nothing\nd:\n',
    "a: [1, \"two\", 'it''s', -3, [], {}, { b: { c: [d] } } ]\n",
    'a: { b: 1, c: "x: y", d-e: ./f }  # behind\n',
    "a: \"q\\\"\\n\\\\ \\t\"\nb: 'it''s # no comment'\nc: $V ${V:-x} a=b /c?d (e) f,g [h] {i}\n",
    'a: -x\nb: -/x\nc: 8080:80\nd: a:b:c\ne: x -y\n',
    'null-like: ~\nb: null\nc: Null\nd: yes\ne: True\nf: FALSE\n',
    'a: 010\nb: 0o17\nc: 0x1F\nd: -1\ne: 1.10\nf: .5\ng: 1e3\nh: 5.\ni: .inf\nj: .NaN\nk: -.Inf\nl: 1_000\nm: +12\nn: -0\n',
    '1: a\ntrue: b\n8080: c\n',
    'a: x',
    '---\na: 1\n',
    '"a b": 1\n\'c\': { "d": 2 }\n"<<": 3\n',
    'a: [1,\n  "two",\n\n  three,\n  ]\nb: { c: d,\n     e: [f,\n g] }\n',
    'a: |\n  one\n   two # three\n\n  four\nb: |-\n    five\n\n# six\nc: 7\n',
    'a: |\n\n  one\n\n\nb:\n- |\n  two\n- c: |-\n    three\n',
    'a: &x 1\nb: *x\nc: [*x, 2]\nd: { e: *x }\n',
    'a: &x { b: 1 }\nc: &y\n  d: 2\ne:\n  <<: *x\n  b: 3\nf: { <<: [*x, *y], g: 4 }\nh: &x\n- *x\ni: *x\n',
  ])('%j is read as the whole parser does', (text) => {
    expect(agrees(text)).toBe(true);
  });

  it.each([
    ['anchors of nothing', 'a: &x\nb: *x\n'],
    ['unknown anchors', 'a: *x\n'],
    ['merge keys of what is no map', 'a: { <<: b }\n'],
    ['tags', 'a: !reset null\n'],
    ['texts over several lines', 'a: one\n  two\n'],
    ['quoted texts over several lines', 'a: "one\n  two"\n'],
    ['folded texts', 'a: >\n  one\n  two\n'],
    ['literal texts with an indicator', 'a: |+\n  one\n'],
    ['brackets that go on too far out', 'a:\n  b: [1,\n  2]\n'],
    ['explicit keys', '? a\n: b\n'],
    ['keys given twice', 'a: 1\na: 2\n'],
    ['keys of prototypes', '__proto__: 1\n'],
    ['tabs', 'a:\t1\n'],
    ['several documents', 'a: 1\n---\nb: 2\n'],
    ['wrong indentation', 'a:\n    b: 1\n  c: 2\n'],
    ['brackets that are not closed', 'a: [1, 2\n'],
    ['anything but a map', '- a\n'],
    ['nothing', '# only this\n'],
  ])('%s are left to the whole parser', (_, text) => {
    expect(agrees(text)).toBe(false);
  });

  it('of all fixtures, and most of them are plain', () => {
    const plain = manifests.filter((name) => agrees(textOf(name)));
    expect(plain.length).toBeGreaterThan(manifests.length / 2);
  });

  it('with changes at random means the same', () => {
    const next = random(42);
    const texts = [
      anchored,
      ...['shop/devstack.yaml', 'chain/devstack.yaml', 'invalid/key-values/devstack.yaml'].map(textOf),
    ];
    const pieces = [
      '&x ',
      '*x',
      '<<: ',
      '|\n',
      '|-\n  ',
      '[\n',
      '"k": ',
      ':',
      ' ',
      '\n',
      '- ',
      '  ',
      '#',
      ' #',
      ': ',
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      ',',
      '-',
      '\n  ',
      '\n\n',
      '|',
      '~',
    ];
    let answered = 0;
    for (let round = 0; round < 3_000; round++) {
      const lines = (texts[round % texts.length] ?? '').split('\n');
      const from = Math.floor(next() * lines.length);
      let text = `a:\n${lines.slice(from, from + 1 + Math.floor(next() * 12)).join('\n')}\n`;
      for (let change = 0; change < 2; change++) {
        const at = Math.floor(next() * text.length);
        text = text.slice(0, at) + pieces[Math.floor(next() * pieces.length)] + text.slice(at + Math.floor(next() * 2));
      }
      if (agrees(text)) answered++;
    }
    expect(answered).toBeGreaterThan(100);
  });
});
