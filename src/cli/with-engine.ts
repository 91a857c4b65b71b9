import type { Engine } from '../engine/engine.ts';
import { openEngine } from './open-engine.ts';
import type { Shell } from './shell.ts';

/** Does something with the engine; its connections are closed whatever comes of it. A signal aborts it. */
export async function withEngine<Value>(
  shell: Shell,
  act: (engine: Engine, signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const engine = await openEngine(shell);
  const over = new AbortController();
  const release = shell.onSignal((name) => {
    over.abort(new Error(`ended by ${name}`));
    // Whatever is under way on the engine goes on there; nobody waits for it any more.
    shell.leave(130);
  });
  try {
    return await act(engine, over.signal);
  } finally {
    release();
    engine.close();
  }
}
