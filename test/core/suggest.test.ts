import { describe, expect, it } from 'vitest';
import { didYouMean, suggest } from '../../src/core/suggest.ts';

describe('a suggestion', () => {
  it.each([
    ['imge', 'image'],
    ['iamge', 'image'],
    ['depnds_on', 'depends_on'],
    ['Ports', 'ports'],
    ['enviromnet', 'environment'],
  ])('for "%s" is "%s"', (name, meant) => {
    expect(suggest(name, ['ports', 'environment', 'depends_on', 'image'])).toBe(meant);
  });

  it('is the nearest of several', () => {
    expect(suggest('cachee', ['cashes', 'cache'])).toBe('cache');
  });

  it.each(['db', 'zzzzz', ''])('for "%s" is none where nothing is near', (name) => {
    expect(suggest(name, ['web', 'postgres'])).toBeUndefined();
  });

  it('is a question for people', () => {
    expect(didYouMean('wbe', ['web'])).toBe('did you mean "web"?');
  });
});
