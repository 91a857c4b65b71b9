import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { svgOf } from './svg.ts';

const esc = '\u001b';
const pictured = (row: string): string => svgOf([row], 20, 'a screen');

describe('a picture of a screen has', () => {
  test.each([
    ['texts where their columns are', `ab${esc}[31mcd`, /<tspan x="30\.8" textLength="16\.8" fill="#e06c75">cd</],
    [
      'wide characters over two columns',
      `世${esc}[1mx`,
      /<tspan x="30\.8" textLength="8\.4"[^>]*font-weight="bold">x</,
    ],
    ['colours of the palette', `${esc}[38;5;208mx`, /fill="#ff8700">x</],
    ['colours behind a text', `${esc}[30;43mx`, /<rect x="14" y="14" width="8\.4" height="18" fill="#e5c07b"\/>/],
    ['what is inverse the other way round', `${esc}[7mx`, /fill="#14171f">x</],
    ['dim texts fainter', `${esc}[2mx`, /fill-opacity="0\.6">x</],
    ['nothing of a look after its end', `${esc}[1;31ma${esc}[0mb`, /<tspan [^>]*fill="#d4d8e0">b</],
    ['signs of markup as text', 'a<b>&c', />a&lt;b&gt;&amp;c</],
  ])('%s', (_, row, expected) => {
    expect(pictured(row)).toMatch(expected);
  });
});

test('the README shows every picture that there is, and no other', async () => {
  const root = new URL('../../', import.meta.url);
  const readme = await readFile(new URL('README.md', root), 'utf8');
  const shown = [...readme.matchAll(/docs\/([\w-]+\.svg)/g)].map(([, name]) => name).toSorted();
  expect(shown).toEqual((await readdir(new URL('docs/', root))).toSorted());
});
