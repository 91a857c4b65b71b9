import {
  Box,
  Text,
  useAnimation,
  useApp,
  useCursor,
  useInput,
  useIsScreenReaderEnabled,
  usePaste,
  useWindowSize,
} from 'ink';
import { memo, type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { drawScreen } from '../screen/draw.ts';
import { cursorColumn } from '../screen/draw-chrome.ts';
import { drawLinear } from '../screen/draw-linear.ts';
import { keyNames } from '../screen/keys.ts';
import { isBusy } from '../select/progress.ts';
import type { Screen } from './screen.ts';

/** What the whole screen is drawn with. */
export interface AppProps {
  readonly screen: Screen;
  /** Hears how to free the terminal for another program, as soon as that is known. */
  readonly onSuspendable: (suspend: (work: () => Promise<void>) => Promise<void>) => void;
}

/** How often what turns is turned, ms: while units come further, and while they only wait. */
const tickMs = { lively: 200, calm: 1000 } as const;

/** A row that is the same again costs React nothing; an empty one would have no height. */
const Row = memo(({ text }: { readonly text: string }): ReactNode => <Text wrap="truncate">{text || ' '}</Text>);

/**
 * The screen, a text for each row of the terminal: rows are laid out, cut and coloured before Ink sees them, which costs
 * a tenth of a box for each of their parts, and half of one text for them all. With a screen reader, sentences in the
 * order of reading.
 */
export function App({ screen, onSuspendable }: AppProps): ReactNode {
  useSyncExternalStore(screen.subscribe, screen.version);
  const size = useWindowSize();
  const isRead = useIsScreenReaderEnabled();
  const { view, state } = screen;
  const { frame: tick } = useAnimation({
    interval: screen.isCalm() ? tickMs.calm : tickMs.lively,
    isActive: !isRead && view !== undefined && isBusy(view),
  });
  const { suspendTerminal } = useApp();
  const { setCursorPosition } = useCursor();
  useEffect(() => onSuspendable((work) => suspendTerminal(work)), [onSuspendable, suspendTerminal]);
  useInput((input, key) => {
    for (const name of keyNames(input, key)) screen.press(name, size);
  });
  usePaste((text) => screen.paste(text));
  const frame = screen.frame(size, tick);
  const column = frame === undefined ? undefined : cursorColumn(state);
  setCursorPosition(column === undefined ? undefined : { x: Math.min(column, size.columns - 1), y: size.rows - 1 });
  if (frame === undefined) return null;
  if (isRead) return <Text>{drawLinear(frame).join('\n')}</Text>;
  return (
    <Box width={size.columns} height={size.rows} flexDirection="column">
      {drawScreen(frame).map((text, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row of the terminal is its place.
        <Row key={row} text={text} />
      ))}
    </Box>
  );
}
