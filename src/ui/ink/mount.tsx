import { render } from 'ink';
import { App, type AppProps } from './app.tsx';
import { cutAtEdge, type Terminal } from './opening.ts';

/** How fast keys show at most; what happens by itself is drawn less often. */
const framesPerSecond = 60;

/** The stream, with everything that is written cut at the edge of the terminal. */
function withoutBreaks(stdout: Terminal['stdout']): Terminal['stdout'] {
  const write = (text: string, ...rest: readonly never[]): boolean =>
    stdout.write(text === '' ? text : cutAtEdge(text), ...rest);
  return new Proxy(stdout, {
    get(target, key) {
      if (key === 'write') return write;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Opens the screen; the result closes it and resolves when the terminal is as before. */
export function mount(props: AppProps, { stdin, stdout }: Terminal, isRead: boolean): () => Promise<void> {
  const instance = render(<App {...props} />, {
    stdin,
    // What is read out may be as long as it is.
    stdout: isRead ? stdout : withoutBreaks(stdout),
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
