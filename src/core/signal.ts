import { constants } from 'node:os';
import { fail, ok, type Result } from './result.ts';

const isSignal = (name: string): name is NodeJS.Signals => Object.hasOwn(constants.signals, name);

const nameOf = (number: number): string | undefined =>
  Object.entries(constants.signals).find(([, value]) => value === number)?.[0];

/** A signal of this machine by name, with or without SIG, or by number. The reason of a failure continues a sentence. */
export function parseSignal(text: string): Result<NodeJS.Signals, string> {
  const name = text.trim().toUpperCase();
  const found = [name, `SIG${name}`, nameOf(Number(name))].find((one) => one !== undefined && isSignal(one));
  if (found !== undefined && isSignal(found)) return ok(found);
  return fail(`must be a signal such as SIGINT, not "${text.trim()}"`);
}
