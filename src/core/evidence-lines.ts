import { formatDuration } from './duration.ts';
import type { Evidence } from './failure.ts';

/** What was seen of a failure, as lines for people. */
export function evidenceLines({ exitCode, oomKilled, durationMs, attempt, probe, logs }: Evidence): readonly string[] {
  const ended = [
    ...(oomKilled ? ['killed: out of memory'] : []),
    ...(exitCode === undefined ? [] : [`exit code ${exitCode}`]),
    ...(durationMs === undefined ? [] : [`after ${formatDuration(durationMs)}`]),
    ...(attempt === undefined ? [] : [`attempt ${attempt[0]} of ${attempt[1]}`]),
  ].join(', ');
  return [
    ...(ended === '' ? [] : [ended]),
    ...(probe === undefined ? [] : [`last answer: ${probe}`]),
    ...(logs === undefined || logs.length === 0 ? [] : ['last lines:', ...logs.map((line) => `  │ ${line}`)]),
  ];
}
