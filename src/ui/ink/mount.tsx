import { render } from 'ink';
import { App, type AppProps } from './app.tsx';
import { framesPerSecond } from './screen.ts';

/** The streams of a terminal. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

/** Opens the screen; the result closes it and resolves when the terminal is as before. */
export function mount(props: AppProps, { stdin, stdout }: Terminal): () => Promise<void> {
  const instance = render(<App {...props} />, {
    stdin,
    stdout,
    // Decided by whoever chose this face; Ink would draw nothing where it finds a CI.
    interactive: true,
    alternateScreen: true,
    incrementalRendering: true,
    maxFps: framesPerSecond,
    patchConsole: false,
    exitOnCtrlC: false,
  });
  return async () => {
    instance.unmount();
    await instance.waitUntilExit();
  };
}
