import { describe, expect, test } from 'vitest';
import type { Desk } from '../../../src/ui/screen/desk.ts';
import type { ScriptedRun } from '../scripted-run.ts';
import { allReady, apiProbing, migrateFailed } from '../shop.ts';
import { openScreen } from './open-screen.ts';

interface Shown {
  /** brings the run to where the screen is meant to be seen */
  readonly play: (run: ScriptedRun) => ScriptedRun;
  /** keys that open it */
  readonly keys: readonly string[];
  /** what tells that it is there */
  readonly there: RegExp;
  /** what a person has to be able to read on it, at any size */
  readonly says: readonly RegExp[];
}

const screens: Readonly<Record<string, Shown>> = {
  starting: {
    play: apiProbing,
    keys: [],
    there: /api waits: GET/,
    says: [/shop +starting/, /3 backend +◐/, /web +← api/, /4\/6 ready/],
  },
  running: { play: allReady, keys: [], there: /ready after 3\.9s/, says: [/✓ web +:8080/, /6\/6 ready/] },
  failed: {
    play: migrateFailed,
    keys: [],
    there: /exit 3 after 390ms/,
    says: [/FAILED/, /blocks +3 not started: seed, api \(through seed\)/],
  },
  logs: { play: allReady, keys: ['\t', 'z'], there: /ALL LOGS/, says: [/api +│ listening on :3000/] },
  job: {
    play: allReady,
    keys: ['2', 'j', 'i'],
    there: /^ job migrate(?![\s\S]*(asking|more lines))/m,
    says: [/state +exit 0/, /needed by +seed/],
  },
  graph: { play: apiProbing, keys: ['g'], there: /^ GRAPH/m, says: [/api +← db cache seed +→ web/, /◆ ✓ db/] },
  timeline: { play: allReady, keys: ['T'], there: /^ TIMELINE/m, says: [/0 +3\.9s/, /◆ ✓ migrate +░*█+/] },
  inspect: {
    play: allReady,
    keys: ['i'],
    there: /^ service db(?![\s\S]*(asking|more lines))/m,
    says: [/needed by +migrate, api/, /created +after 10ms/],
  },
  help: { play: allReady, keys: ['?'], there: /MOVE/, says: [/↑ k +unit above/] },
  palette: { play: allReady, keys: [':', 'grap'], there: /: grap/, says: [/▸ g +graph: who waits for whom/] },
  question: { play: allReady, keys: ['q'], there: /leave shop\?/, says: [/s +stop what this run started/] },
  changes: {
    play: allReady,
    keys: ['\u0012'],
    there: /change shop in this way/,
    says: [/~ replace +api +image changed/, /- remove +web/, /1 of 3 stay/],
  },
};

const desk: Partial<Desk> = {
  lookAhead: async () => ({
    kind: 'changes',
    steps: [
      { instance: 'db#1', action: 'keep', cause: 'unchanged' },
      { instance: 'api#1', action: 'recreate', cause: 'image changed' },
      { instance: 'web#1', action: 'remove', cause: 'not in the manifest any more' },
    ],
  }),
};

const sizes = [
  [80, 24],
  [60, 16],
  [120, 40],
  [200, 60],
] as const;

describe.each(sizes)('at %i×%i', (columns, rows) => {
  test.each(Object.entries(screens))('%s: complete, in color and without', async (_, { play, keys, there, says }) => {
    const shown: string[] = [];
    for (const environment of [{ TERM: 'xterm-256color' }, { TERM: 'xterm-256color', NO_COLOR: '1' }]) {
      const { terminal, run } = await openScreen(columns, rows, environment, desk);
      play(run);
      await terminal.until((seen) => seen.includes('shop'));
      // One after the other, as fingers do: a key after Escape would be taken for a part of its sequence.
      for (const key of keys) terminal.type(key);
      const isThere = (seen: string): boolean => there.test(seen) && says.every((text) => text.test(seen));
      const screen = await terminal.until(isThere);
      expect(terminal.scrolledOut()).toBe(0);
      expect(screen.split('\n').length).toBeLessThanOrEqual(rows);
      shown.push(screen);
    }
    expect(shown[0]).toBe(shown[1]);
  });
});
