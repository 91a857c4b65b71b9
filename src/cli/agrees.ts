import { createInterface } from 'node:readline/promises';
import type { Shell } from './shell.ts';

/** Asks a person, who has to sit at a terminal; anything but yes is no. */
export async function agrees(question: string, { stdin, stderr }: Shell): Promise<boolean> {
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } finally {
    lines.close();
  }
}
