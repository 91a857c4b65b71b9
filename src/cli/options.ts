import { fail, ok, type Result } from '../core/result.ts';
import { faceNames, type OptionName, type OptionSpec } from './command.ts';

function parseTail(text: string): Result<number | 'all', string> {
  if (text === 'all') return ok(text);
  return /^\d{1,9}$/.test(text) ? ok(Number(text)) : fail('It has to be a whole number, or "all"');
}

/** Every option there is. */
export const optionSpecs: Readonly<Record<OptionName, OptionSpec>> = {
  file: { flags: '-f, --file <path>', summary: 'the manifest, or the folder that it is in' },
  projectName: { flags: '-p, --project-name <name>', summary: 'a name other than that of the manifest' },
  ui: {
    flags: '--ui <face>',
    summary: 'how the run is shown (default: tui on a terminal, else plain)',
    choices: faceNames,
  },
  detach: { flags: '-d, --detach', summary: 'return when everything is ready' },
  through: { flags: '--through <stage>', summary: 'go no further than this stage' },
  volumes: { flags: '-v, --volumes', summary: 'remove volumes as well, and what is remembered of jobs' },
  json: { flags: '--json', summary: 'print JSON' },
  offline: { flags: '--offline', summary: 'contact nothing: print the order alone' },
  follow: { flags: '-f, --follow', summary: 'go on with new lines' },
  tail: { flags: '-n, --tail <lines>', summary: 'only the last lines of each unit (default: all)', parse: parseTail },
  timestamps: { flags: '-t, --timestamps', summary: 'put the time before each line' },
};

/** Options that may stand before the command. */
export const globalOptions: readonly OptionName[] = ['file', 'projectName', 'ui'];
