import type { Host } from '../../core/host.ts';
import { outTheme } from '../out.ts';
import type { Shell } from '../shell.ts';
import { doubtful, type Finding, fine } from './finding.ts';

/** The smallest terminal in which the screen has its panes side by side. */
const smallest = { columns: 80, rows: 16 };

const colors = ['no colours', '16 colours', '256 colours', 'all colours'] as const;

/** Node.js, the terminal, and what of the environment concerns a stack. */
export const machineFindings = (shell: Shell): readonly Finding[] => [
  fine('node', `Node.js ${shell.nodeVersion}, which is new enough`),
  terminal(shell),
  ...signs(shell),
  ...proxies(shell.host.environment),
];

function terminal(shell: Shell): Finding {
  const { stdout, host } = shell;
  if (!stdout.isTTY) return fine('terminal', 'none on standard output: runs are told as lines of text (--ui plain)');
  const { columns, rows } = stdout;
  const name = host.environment.TERM ?? 'TERM is not set';
  const message = `${columns} columns, ${rows} rows, ${colors[outTheme(shell).colorLevel]}, ${name}`;
  if (name === 'dumb') return fine('terminal', `${message}: runs are told as lines of text (--ui plain)`);
  if (columns >= smallest.columns && rows >= smallest.rows) return fine('terminal', message);
  return doubtful(
    'terminal',
    message,
    `${smallest.columns} columns and ${smallest.rows} rows show the units beside their logs`,
  );
}

/** The locale as setlocale(3) finds it; a terminal that can not be asked takes its characters from there. */
function signs({ stdout, host: { environment, platform } }: Shell): readonly Finding[] {
  const { LC_ALL, LC_CTYPE, LANG, TERM, DEVSTACK_ASCII } = environment;
  const locale = LC_ALL || LC_CTYPE || LANG || '';
  if (!stdout.isTTY || platform === 'win32' || TERM === 'dumb' || DEVSTACK_ASCII === '1') return [];
  if (/utf-?8/i.test(locale)) return [];
  const message = `the locale is ${locale === '' ? 'not set' : `"${locale}"`}, so that signs other than letters may not be shown`;
  return [doubtful('signs', message, 'set LANG=C.UTF-8, or DEVSTACK_ASCII=1 for plain characters')];
}

/** Which variable, never its value: that may hold a password. */
function proxies(environment: Host['environment']): readonly Finding[] {
  const set = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap(
    (name) => [name, name.toLowerCase()].find((each) => environment[each]) ?? [],
  );
  if (set.length === 0) return [];
  const excepted = (environment.NO_PROXY || environment.no_proxy || '').split(',').map((name) => name.trim());
  const missing = ['localhost', '127.0.0.1'].filter((name) => !excepted.includes(name) && !excepted.includes('*'));
  const names = set.join(' and ');
  if (missing.length === 0) return [fine('proxy', `${names} ${isAre(set)} set, and NO_PROXY excepts this machine`)];
  return [
    doubtful(
      'proxy',
      `${names} ${isAre(set)} set: programs that obey ${set.length === 1 ? 'it' : 'them'} do not reach the stack's ports`,
      `add ${missing.join(',')} to NO_PROXY`,
    ),
  ];
}

const isAre = ({ length }: readonly string[]): string => (length === 1 ? 'is' : 'are');
