// What wait-on takes of lodash/fp: the bundler puts this there, since that makes all of its functions anew as it is loaded,
// which takes 50 ms of a processor that services are starting on.

type Test = (value: unknown) => boolean;
type Callback = (...args: readonly unknown[]) => unknown;

export const isBoolean: Test = (value) => typeof value === 'boolean';

/** Of lists, which is all that wait-on asks about. */
export const isEmpty: Test = (value) => !Array.isArray(value) || value.length === 0;

export const negate =
  (test: Test): Test =>
  (value) =>
    !test(value);

export const noop = (): void => undefined;

export function once(callback: Callback): Callback {
  let isCalled = false;
  let result: unknown;
  return (...args) => {
    if (!isCalled) {
      isCalled = true;
      result = callback(...args);
    }
    return result;
  };
}

export const partial =
  (callback: Callback, first: readonly unknown[]): Callback =>
  (...rest) =>
    callback(...first, ...rest);

export const pick = (keys: readonly string[], from: object): object =>
  Object.fromEntries(Object.entries(from).filter(([key]) => keys.includes(key)));

export const zip = (one: readonly unknown[], other: readonly unknown[]): readonly (readonly unknown[])[] =>
  Array.from({ length: Math.max(one.length, other.length) }, (_, index) => [one[index], other[index]]);
