import { Text, useApp, useInput, usePaste } from 'ink';
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { drawLinear } from '../screen/draw-linear.ts';
import { keyNames } from '../screen/keys.ts';
import type { Size } from '../screen/layout.ts';
import type { Screen } from './screen.ts';

/** What the screen is used with. */
export interface AppProps {
  readonly screen: Screen;
  readonly size: () => Size;
  /** Hears how to free the terminal for another program, as soon as that is known. */
  readonly onSuspendable: (suspend: (work: () => Promise<void>) => Promise<void>) => void;
}

/** Takes the keys of a screen that is drawn by others. */
export function Keys({ screen, size, onSuspendable }: AppProps): ReactNode {
  const { suspendTerminal } = useApp();
  useEffect(() => onSuspendable((work) => suspendTerminal(work)), [onSuspendable, suspendTerminal]);
  useInput((input, key) => {
    for (const name of keyNames(input, key)) screen.press(name, size());
  });
  usePaste((text) => screen.paste(text));
  return null;
}

/** The screen for a screen reader: sentences in the order of reading. */
export function Spoken(props: AppProps): ReactNode {
  const { screen, size } = props;
  useSyncExternalStore(screen.subscribe, screen.version);
  const frame = screen.frame(size(), 0);
  return (
    <>
      <Keys {...props} />
      {frame === undefined ? null : <Text>{drawLinear(frame).join('\n')}</Text>}
    </>
  );
}
