import type { MixedEngine } from '../engine/mixed-engine.ts';
import type { Shell } from './shell.ts';

/** The engine that this machine's settings lead to, and this machine itself. Nothing is contacted before the first call. */
export async function openEngine({ host }: Pick<Shell, 'host'>): Promise<MixedEngine> {
  const [{ dockerEngine }, { mixedEngine }] = await Promise.all([
    import('../engine/docker/docker-engine.ts'),
    import('../engine/mixed-engine.ts'),
  ]);
  return mixedEngine(dockerEngine(host), host);
}

/** Opens the engine, and asks it who it is while the stack is read: neither waits for the other. */
export async function engineWith<Stack>(
  shell: Pick<Shell, 'host'>,
  read: () => Promise<Stack>,
): Promise<{ readonly engine: MixedEngine; readonly stack: Stack }> {
  const opening = openEngine(shell);
  // Whoever needs the answer asks again, and gets this one or its failure.
  opening.then((engine) => engine.info(new AbortController().signal)).catch(() => undefined);
  try {
    const stack = await read();
    return { engine: await opening, stack };
  } catch (error) {
    (await opening).close();
    throw error;
  }
}
