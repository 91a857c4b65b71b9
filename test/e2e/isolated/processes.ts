import { readdirSync, readFileSync } from 'node:fs';

/** A process of this machine. */
interface Found {
  readonly pid: number;
  readonly parent: number;
  readonly words: readonly string[];
  readonly environment: readonly string[];
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function found(): readonly Found[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0)
    .map((pid) => ({
      pid,
      parent: Number(/^PPid:\s+(\d+)$/m.exec(read(pid, 'status'))?.[1]),
      words: read(pid, 'cmdline').split('\0'),
      environment: read(pid, 'environ').split('\0'),
    }));
}

/** The processes of a test under way, by what they are: that of devstack has begun the others. */
export function processesOf(devstack: number): { readonly reaper?: number; readonly command?: number } {
  const children = found().filter(({ parent }) => parent === devstack);
  const isReaper = ({ words }: Found): boolean => words.some((word) => word.endsWith('/reaper.js'));
  const reaper = children.find(isReaper)?.pid;
  const command = children.find((child) => !isReaper(child))?.pid;
  return { ...(reaper !== undefined && { reaper }), ...(command !== undefined && { command }) };
}

/** Processes that a stack's name stands in the environment or on the command line of. */
export const processesAbout = (name: string): readonly number[] =>
  found()
    .filter(({ words, environment }) => [...words, ...environment].some((text) => text.includes(name)))
    .map(({ pid }) => pid);
