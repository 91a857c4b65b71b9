import { describe, expect, test } from 'vitest';
import { Masker } from '../../../src/run/masking/masker.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a sensitive value', () => {
  const masker = new Masker();
  masker.learn([
    'pa"ss/wo rd',
    'line one\nline two',
    'abc',
    'super',
    'super-long',
    "it's<b>ä",
    ' padded\n',
    '{"user":"scott","nested":[{"password":"t1ger!"}],"n":1}',
  ]);

  test.each([
    ['as it is', 'token pa"ss/wo rd.', 'token ••••.'],
    ['in JSON', String.raw`{"p":"pa\"ss/wo rd"}`, '{"p":"••••"}'],
    [
      'in JSON within JSON',
      JSON.stringify({ log: JSON.stringify({ p: 'pa"ss/wo rd' }) }),
      String.raw`{"log":"{\"p\":\"••••\"}"}`,
    ],
    ['in JSON with escaped slashes', String.raw`{"p":"pa\"ss\/wo rd"}`, '{"p":"••••"}'],
    ['in JSON that is safe in HTML', String.raw`it's\u003cb\u003eä`, '••••'],
    ['in JSON that is ASCII', String.raw`it's<b>\u00e4`, '••••'],
    ['in a URL', 'http://u:pa%22ss%2Fwo%20rd@db', 'http://u:••••@db'],
    ['in a URL with small digits', 'http://u:pa%22ss%2fwo%20rd@db', 'http://u:••••@db'],
    ['in a path', '/pa%22ss/wo%20rd/x', '/••••/x'],
    ['in a form', 'p=pa%22ss%2Fwo+rd&q=1', 'p=••••&q=1'],
    ['in the quotes of a shell', `echo 'it'\\''s<b>ä'`, `echo '••••'`],
    ['in base64', base64('pa"ss/wo rd').slice(0, 14), '••••'],
    ['a line of a longer one', 'got line two', 'got ••••'],
    ['as a longer one on one line of JSON', String.raw`"line one\nline two"`, '"••••"'],
    ['one that begins like another', 'super-long super', '•••• ••••'],
    ['without the blanks around it', '<padded>', '<••••>'],
    ['within one that is JSON', 'login of scott with t1ger!', 'login of •••• with ••••'],
    ['too short to be masked', 'abc', 'abc'],
  ])('%s', (_, text, expected) => {
    expect(masker.apply(text)).toBe(expected);
  });

  test.each(['', 'x', 'xy', 'user'])('does not show in the base64 of a text in which it comes after %j', (before) => {
    const header = base64(`${before}:pa"ss/wo rd and more`);
    const shown = Buffer.from(masker.apply(header).split('••••').join(''), 'base64').toString('latin1');
    expect(masker.apply(header)).toContain('••••');
    expect(shown).not.toContain('ss/wo');
  });

  test('is new only once', () => {
    const fresh = new Masker();
    expect(fresh.learn(['secret'])).toBe(true);
    expect(fresh.learn(['secret'])).toBe(false);
  });

  test.each(['{"not json', '[', '\ud800abc', '$(.*)+?[^]|/\\'])('may be %j', (value) => {
    const fresh = new Masker();
    fresh.learn([`${value}-and-more`]);
    expect(fresh.apply(`<${value.toWellFormed()}-and-more>`)).toBe('<••••>');
  });
});
