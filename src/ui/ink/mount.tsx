import { render } from 'ink';
import { App, type AppProps } from './app.tsx';
import type { Terminal } from './opening.ts';

/** How fast keys show at most; what happens by itself is drawn less often. */
const framesPerSecond = 60;

/** Opens the screen; the result closes it and resolves when the terminal is as before. */
export function mount(props: AppProps, { stdin, stdout }: Terminal, isRead: boolean): () => Promise<void> {
  const instance = render(<App {...props} />, {
    stdin,
    stdout,
    // Decided by whoever chose this face; Ink would draw nothing where it finds a CI.
    interactive: true,
    alternateScreen: !isRead,
    incrementalRendering: true,
    maxFps: framesPerSecond,
    patchConsole: false,
    exitOnCtrlC: false,
    isScreenReaderEnabled: isRead,
  });
  return async () => {
    instance.unmount();
    await instance.waitUntilExit();
  };
}
