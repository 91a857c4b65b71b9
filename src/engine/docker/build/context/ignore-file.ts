import { clean } from './path-patterns.ts';

/**
 * The patterns of a `.dockerignore` (Dockerfile reference, ".dockerignore file"): comments and empty lines are left
 * out, and a leading slash means the context.
 */
export function ignorePatterns(text: string): readonly string[] {
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => (line.startsWith('!') ? `!${normal(line.slice(1).trim())}` : normal(line)));
}

function normal(pattern: string): string {
  if (pattern === '') return pattern;
  const cleaned = clean(pattern);
  return cleaned.length > 1 && cleaned.startsWith('/') ? cleaned.slice(1) : cleaned;
}
