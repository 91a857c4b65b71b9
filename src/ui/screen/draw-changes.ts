import type { PlannedStep } from '../../core/event.ts';
import type { Tone } from '../glyphs.ts';
import { changesIn } from './desk.ts';
import type { Frame } from './frame.ts';

const looks: Readonly<Record<PlannedStep['action'], readonly [string, Tone]>> = {
  create: ['+ create', 'good'],
  run: ['+ run', 'good'],
  start: ['+ start', 'good'],
  recreate: ['~ replace', 'warn'],
  restart: ['~ restart', 'warn'],
  remove: ['- remove', 'bad'],
  adopt: ['  adopt', 'dim'],
  keep: ['  keep', 'dim'],
};

/** What the manifest that was read anew would change, and the question whether to. */
export function changeLines({ state, view, theme }: Frame): readonly string[] {
  const { paint } = theme;
  const { ahead } = state;
  if (ahead === undefined) return [` ${paint('dim', 'reading the manifest…')}`];
  if (ahead.kind === 'invalid') {
    const title = 'the manifest has errors: nothing was changed';
    return [` ${paint('bad', title)}`, '', ...ahead.lines.map((line) => `   ${paint('plain', line)}`)];
  }
  const changes = changesIn(ahead);
  const kept = ahead.steps.length - changes.length;
  if (changes.length === 0) return [` ${paint('good', 'nothing would change')}`];
  const width = Math.max(...changes.map(({ instance }) => instance.length));
  return [
    ` ${paint('strong', `change ${view.project} in this way?`)}`,
    '',
    ...changes.map(({ instance, action, cause }) => {
      const [word, tone] = looks[action];
      const name = instance.replace(/#1$/, '').padEnd(width);
      return `   ${paint(tone, word.padEnd(9))}  ${paint('strong', name)}  ${paint('dim', cause)}`;
    }),
    '',
    `   ${paint('dim', `${kept} of ${ahead.steps.length} stay as they are`)}`,
  ];
}
