// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the manifest's variables
import { describe, expect, it } from 'vitest';
import { frame, positionOf } from '../../src/core/source.ts';
import { loadText } from './load-text.ts';

/** Where the problem with this code is said to be, and what stands above its caret. */
async function place(text: string, code: string): Promise<{ readonly at: string; readonly marked: string }> {
  const { problems } = await loadText(text);
  const span = problems.find((problem) => problem.code === code)?.span;
  if (!span) throw new Error(`no problem ${code} in: ${problems.map((problem) => problem.code).join(' ')}`);
  const { line, column } = positionOf(span);
  const [shown, caret] = frame(span);
  return { at: `${line}:${column}`, marked: shown.slice(caret.indexOf('^'), caret.length) };
}

const web = 'services:\n  web:\n    image: nginx:1.27\n';

describe('the place of a problem is right', () => {
  it.each([
    ['in a block', `${web}    prots: []\n`, '4:5', 'prots'],
    ['with line ends of Windows', `${web}    prots: []\n`.replaceAll('\n', '\r\n'), '4:5', 'prots'],
    ['after a byte order mark', `\uFEFFservcies: {}\n`, '1:1', 'servcies'],
    ['in flow style', 'services: { web: { image: "nginx:1.27", prots: [] } }', '1:41', 'prots'],
    ['after a tab', 'services: {\tweb: {\timage: "nginx:1.27",\tprots: [] } }', '1:41', 'prots'],
    ['after an umlaut', 'services: { "wäb": { image: "nginx:1.27", prots: [] } }', '1:43', 'prots'],
    [
      'after an emoji, in UTF-16 units as editors count',
      `services: { a: { title: "🐘", prots: [] } }`,
      '1:31',
      'prots',
    ],
    ['for a quoted key', `${web}    "prots": []\n`, '4:5', '"prots"'],
    ['after a comment', `# hello\n${web}    prots: [] # here\n`, '5:5', 'prots'],
    ['after a block of text', `${web}    command: |\n      one\n      two\n    prots: []\n`, '7:5', 'prots'],
  ])('%s', async (_, text, at, marked) => {
    expect(await place(text, 'unknown-key')).toEqual({ at, marked });
  });

  it('where an anchor was written, for what an alias repeats', async () => {
    const text = `x-base: &base\n  image: nginx:1.27\n  ready: { tcp: { port: 0 } }\nservices:\n  web: *base\n`;
    expect(await place(text, 'bad-value')).toEqual({ at: '3:25', marked: '0' });
  });

  it('where it was written, for what a merge key brings', async () => {
    const text = `x-base: &base { prots: [] }\nservices:\n  web:\n    <<: *base\n    image: nginx:1.27\n`;
    expect(await place(text, 'unknown-key')).toEqual({ at: '1:17', marked: 'prots' });
  });

  it.each([
    ['in plain text', '    title: a ${1}\n', '4:14'],
    ['in quotes with escapes', '    title: "\\t\\u00e4\\"$$ ${1}"\n', '4:26'],
    ['in a folded block', '    title: >-\n      one\n      two ${1}\n', '6:11'],
    ['in an item of a list', '    command: [a, $$, "${1}"]\n', '4:23'],
  ])('for a wrong variable %s', async (_, line, at) => {
    expect(await place(web + line, 'bad-interpolation')).toEqual({ at, marked: '${' });
  });

  it.each([
    ['a dependency in a list', 'depends_on: [webb]', '4:18', 'webb'],
    ['a dependency in a map', 'depends_on: { webb: { condition: ready } }', '4:19', 'webb'],
  ])('for %s', async (_, line, at, marked) => {
    expect(await place(`${web}    ${line}\n`, 'unknown-dependency')).toEqual({ at, marked });
  });
});
