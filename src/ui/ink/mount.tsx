import { render } from 'ink';
import { type AppProps, Keys, Spoken } from './app.tsx';
import type { Terminal } from './display.ts';

/** Takes the keys of a terminal; the result lets it go and resolves when it is as before. */
export function mount(props: AppProps, { stdin, stdout }: Terminal, isRead: boolean): () => Promise<void> {
  const instance = render(isRead ? <Spoken {...props} /> : <Keys {...props} />, {
    stdin,
    stdout,
    // Decided by whoever chose this face; Ink would draw nothing where it finds a CI.
    interactive: true,
    alternateScreen: !isRead,
    patchConsole: false,
    exitOnCtrlC: false,
    isScreenReaderEnabled: isRead,
  });
  return async () => {
    instance.unmount();
    await instance.waitUntilExit();
  };
}
