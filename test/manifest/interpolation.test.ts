// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the manifest's variables
import { describe, expect, it } from 'vitest';
import { type InterpolationIssue, interpolate } from '../../src/manifest/interpolation.ts';

const variables = new Map([
  ['SET', 'value'],
  ['EMPTY', ''],
]);

function run(text: string): { readonly result: string; readonly issues: readonly InterpolationIssue[] } {
  const issues: InterpolationIssue[] = [];
  return { result: interpolate(text, variables, (issue) => issues.push(issue)), issues };
}

describe('interpolation', () => {
  it.each([
    ['plain', 'plain'],
    ['$SET', 'value'],
    ['a$SET-b', 'avalue-b'],
    ['${SET}s', 'values'],
    ['$$SET and $$', '$SET and $'],
    ['${SET:-other}', 'value'],
    ['${EMPTY:-other}', 'other'],
    ['${EMPTY-other}', ''],
    ['${NONE-other}', 'other'],
    ['${NONE:-}', ''],
    ['${SET:+other}', 'other'],
    ['${EMPTY:+other}', ''],
    ['${EMPTY+other}', 'other'],
    ['${NONE+other}', ''],
    ['${SET:?message}', 'value'],
    ['${EMPTY?message}', ''],
    ['${NONE:-${EMPTY:-${SET}}}', 'value'],
    ['${NONE:-a$$b}', 'a$b'],
    ['${NONE:-http://x:1/?a=b}', 'http://x:1/?a=b'],
    ['{"a": "}"}', '{"a": "}"}'],
  ])('makes %j into %j', (text, result) => {
    expect(run(text)).toEqual({ result, issues: [] });
  });

  it('takes an unset variable as empty and says so', () => {
    expect(run('a${NONE}b')).toMatchObject({
      result: 'ab',
      issues: [{ kind: 'unset', name: 'NONE', start: 1, end: 8 }],
    });
  });

  it.each([
    ['${NONE:?say why}', 'say why'],
    ['${EMPTY:?say why}', 'say why'],
    ['${NONE?}', 'it is not set'],
    ['${NONE:?set $SET}', 'set value'],
  ])('says why %s is required', (text, why) => {
    expect(run(text).issues).toMatchObject([{ kind: 'required', message: expect.stringContaining(why) }]);
  });

  it('does not require what stands in a default that is not used', () => {
    expect(run('${SET:-${NONE:?needed}}')).toEqual({ result: 'value', issues: [] });
  });

  it.each([
    ['$', 0],
    ['a $ b', 2],
    ['$1', 0],
  ])('says where %j has a "$" without a name and leaves it as it is', (text, start) => {
    expect(run(text)).toMatchObject({ result: text, issues: [{ kind: 'lone', start }] });
  });

  it.each([
    ['${}', 0],
    ['${SET', 0],
    ['x${SET:-a', 1],
    ['${SET!}', 5],
    ['${NONE:-${1}}', 8],
    ['${A:-'.repeat(1000), 100],
  ])('says where %j is wrong and leaves it as it is', (text, start) => {
    expect(run(text)).toMatchObject({ result: text, issues: [{ kind: 'syntax', start }] });
  });

  it.each([
    ['${jobs.seed.outputs.TOKEN}', 0],
    ['a ${NONE:-${jobs.my.job-1.outputs.url}} b', 10],
  ])('leaves the reference in %j for later, and says where it is', (text, start) => {
    const result = text.replace('${NONE:-', '').replace('}}', '}');
    expect(run(text)).toEqual({ result, issues: [expect.objectContaining({ kind: 'reference', start })] });
  });
});
