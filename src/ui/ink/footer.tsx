import { Text } from 'ink';
import type { ReactNode } from 'react';
import { criticalPath, criticalPathText } from '../select/critical-path.ts';
import { statusText } from '../select/status.ts';
import type { Frame } from './frame.ts';
import { bindings } from './keys.ts';
import { selectedOf } from './screen-state.ts';

/** What the selected unit waits for, or how it became ready. */
export function StatusLine({ view, state, theme, now }: Frame): ReactNode {
  const selected = selectedOf(state, view);
  const text = selected === undefined ? '' : statusText(view, selected, now);
  return <Text wrap="truncate">{` ${theme.paint('plain', text)}`}</Text>;
}

/** The chain that decides how long all takes. */
export function CriticalPathLine({ view, theme, now }: Frame): ReactNode {
  const text = criticalPathText(criticalPath(view, view.readyAt ?? now));
  return <Text wrap="truncate">{` ${theme.paint('dim', `critical path: ${text === '' ? '-' : text}`)}`}</Text>;
}

/** The keys that mean something here, from the key table. */
export function KeyLine({ state, theme }: Frame): ReactNode {
  const texts = bindings.flatMap(({ short, on }) => (short !== undefined && on.includes(state.overlay) ? [short] : []));
  const text = texts.map((short) => {
    const [key = '', ...words] = short.split(' ');
    return `${theme.paint('title', key)} ${theme.paint('dim', words.join(' '))}`;
  });
  return <Text wrap="truncate">{` ${text.join('  ')}`}</Text>;
}
