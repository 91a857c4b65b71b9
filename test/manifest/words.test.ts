import { describe, expect, it } from 'vitest';
import { loadUnit } from './load-text.ts';

const variable = async (text: string, name: string): Promise<string | undefined> =>
  (await loadUnit('service', `environment:\n  A: ${text}`, { name })).environment.get('A');

describe('a variable in a Compose file', () => {
  // As `docker compose config` shows them.
  it.each([
    ['1', '1'],
    ['+1', '1'],
    ['-1', '-1'],
    ['010', '8'],
    ['-010', '-8'],
    ['00', '0'],
    ['08', '8'],
    ['0o10', '8'],
    ['0x1F', '31'],
    ['1.10', '1.1'],
    ['1.0', '1'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1e3', '1000'],
    ['1e10', '1e+10'],
    ['999999.0', '999999'],
    ['1000000.0', '1e+06'],
    ['1234567.5', '1.2345675e+06'],
    ['0.0001', '0.0001'],
    ['0.00001', '1e-05'],
    ['1e400', '1e400'],
    ['9007199254740993', '9007199254740993'],
    ['18446744073709551615', '18446744073709551615'],
    ['18446744073709551616', '1.8446744073709552e+19'],
    ['-0', '0'],
    ['-0.0', '-0'],
    ['.inf', '+Inf'],
    ['-.inf', '-Inf'],
    ['.nan', 'NaN'],
    ['true', 'true'],
    ['True', 'true'],
    ['FALSE', 'false'],
    ['yes', 'yes'],
    ['on', 'on'],
    ['12:30', '12:30'],
    ['1_000', '1000'],
    ['1_0.5', '10.5'],
    ['0b11', '3'],
    ['-0b1', '-1'],
    ['0x_1F', '31'],
    ['-0x1F', '-31'],
    ['0b12', '0b12'],
    ['1_000s', '1_000s'],
    ['10.0.0.1', '10.0.0.1'],
    ['1_$$', '1_$'],
    ['"1_000"', '1_000'],
    ['"010"', '010'],
    ["'1.10'", '1.10'],
    ['a#b', 'a#b'],
    ['a #b', 'a'],
  ])('that is written %s is %s', async (text, value) => {
    expect(await variable(text, 'compose.yaml')).toBe(value);
  });
});

describe('a variable in a devstack.yaml', () => {
  it.each(['010', '1.10', '1e3', '0x1F', '1_000', '0b11', 'True', '.inf', '9007199254740993', '+1'])(
    'that is written %s is that',
    async (text) => {
      expect(await variable(text, 'devstack.yaml')).toBe(text);
    },
  );
});
