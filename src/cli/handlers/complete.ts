import { exitCodes } from '../../core/failure.ts';
import type { Command, Handler } from '../command.ts';
import { namesOf } from '../completion/names-of.ts';
import { escaped, shellWords } from '../completion/shell-words.ts';
import { type Candidate, type Question, questionAt } from '../completion/wanted.ts';
import type { Shell } from '../shell.ts';

/** What a completion script is told: what it has to complete, and the words there are. */
interface Answer {
  /** parts: something has to follow at once, without a blank */
  readonly kind: 'files' | 'folders' | 'words' | 'parts';
  readonly words: readonly Candidate[];
}

/**
 * Answers the scripts of `devstack completion`: what the last word of a line may become. The first line of the answer
 * is its kind, each other one a word and, after a tab, what it is. Bash gives the line as it stands, and its breaks.
 */
export const completeWith =
  (commands: readonly Command[]): Handler =>
  async ({ args: [mode, ...rest] }, shell) => {
    const isBash = mode === 'bash';
    const [line = '', breaks = ''] = rest;
    const read = isBash ? shellWords(line, breaks.replaceAll(/[\s"']/g, '')) : undefined;
    const { kind, words } = await answer(questionAt(read?.words.slice(1) ?? rest, commands), shell);
    const lines = words.map(({ text, summary }) => {
      if (read === undefined) return summary === '' ? text : `${text}\t${summary.replaceAll(/\p{Cc}+/gu, ' ')}`;
      return escaped(text.slice(read.kept), read.quote);
    });
    shell.stdout.write([kind, ...lines].map((text) => `${text}\n`).join(''));
    return exitCodes.ok;
  };

async function answer(question: Question, shell: Shell): Promise<Answer> {
  const { wanted, before, typed, given } = question;
  const fitting = (kind: Answer['kind'], words: readonly Candidate[], start = ''): Answer => ({
    kind,
    words: words
      .filter(({ text }) => `${start}${text}`.startsWith(typed) && !/\p{Cc}/u.test(text))
      .map(({ text, summary }) => ({ text: `${before}${start}${text}`, summary })),
  });
  switch (wanted.kind) {
    case 'files':
    case 'folders':
      return { kind: wanted.kind, words: [] };
    case 'words':
      return fitting('words', wanted.words);
    case 'names': {
      // Whatever is wrong with the manifest or the engine: whoever is in the middle of a line is not to be told.
      const all = await namesOf(wanted.of, given, shell).catch(() => []);
      const except = wanted.except.map((text) => (wanted.as === 'number' ? text.split('=', 1)[0] : text));
      const names = all.filter(({ text }) => !except.includes(text));
      switch (wanted.as) {
        case 'one':
          return fitting('words', names);
        case 'number':
          return fitting(
            'parts',
            names.map(({ text, summary }) => ({ text: `${text}=`, summary })),
          );
        case 'list': {
          const start = typed.slice(0, typed.lastIndexOf(',') + 1);
          const there = start.split(',');
          return fitting(
            'words',
            names.filter(({ text }) => !there.includes(text)),
            start,
          );
        }
      }
    }
  }
}
