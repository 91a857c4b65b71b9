import { formatDuration } from '../../core/duration.ts';
import { unitOf } from '../../core/unit-state.ts';
import type { SessionOptions } from '../../run/session.ts';
import { systemClock } from '../../run/system-clock.ts';
import type { Options } from '../command.ts';
import { programOf } from '../open-face.ts';
import { errorTheme } from '../out.ts';
import type { Shell } from '../shell.ts';

/** Tells of something that is not as it was asked for, and goes on. */
export function tellProblem(
  { message, hint }: { readonly message: string; readonly hint?: string },
  shell: Shell,
): void {
  const { paint } = errorTheme(shell);
  const lines = [`${paint('warn', 'warning:')} ${message}`, ...(hint ? [`${paint('title', 'hint:')} ${hint}`] : [])];
  shell.stderr.write(lines.map((line) => `${line}\n`).join(''));
}

/** Removes a stack and tells what comes of it. False where something is left. */
export async function tellRemoval(
  remove: (observer: SessionOptions['observer']) => Promise<boolean>,
  project: string,
  shell: Shell,
): Promise<boolean> {
  const { paint } = errorTheme(shell);
  const began = systemClock.monotonic();
  const isGone = await remove((event) => {
    if (event.type === 'unit.event-failed')
      tellProblem({ message: `${unitOf(event.instance)}: ${event.failure.message}` }, shell);
    if (event.type === 'warning') tellProblem(event, shell);
  });
  const took = formatDuration(systemClock.monotonic() - began);
  const text = isGone ? `removed "${project}" in ${took}` : `something of "${project}" is left`;
  shell.stderr.write(`${paint(isGone ? 'dim' : 'bad', text)}\n`);
  return isGone;
}

/** Says how a stack that stays is looked at, and removed. */
export function tellKept(project: string, options: Options, { stderr }: Shell): void {
  const program = programOf({ ...options, projectName: project });
  const rows = [
    ['look at it', `${program} attach`],
    ['its logs', `${program} logs`],
    ['remove it', `${program} down -v`],
  ] as const;
  stderr.write(
    `the stack "${project}" is kept\n${rows.map(([what, line]) => `  ${what.padEnd(10)}  ${line}\n`).join('')}`,
  );
}
