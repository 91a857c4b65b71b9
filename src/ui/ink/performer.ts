import type { Intent } from '../../core/event.ts';
import { failureOf } from '../../core/failure.ts';
import type { Desk } from '../screen/desk.ts';
import type { Effect } from '../screen/effect.ts';
import type { ScreenState } from '../screen/state.ts';
import type { Screen } from './screen.ts';

/** Frees the terminal while something else uses it, and draws the screen anew after that. */
export type Suspend = (work: () => Promise<void>) => Promise<void>;

/** Who does what the keys ask for. */
export interface Hands {
  readonly send: (intent: Intent) => void;
  readonly desk: Desk;
  readonly write: (text: string) => void;
  readonly suspend: Suspend;
}

const esc = String.fromCharCode(27);
const bell = String.fromCharCode(7);

/** A sequence that puts a text into the clipboard of the terminal (xterm's OSC 52), also over SSH. */
const clipboard = (text: string): string => `${esc}]52;c;${Buffer.from(text).toString('base64')}${bell}`;

const told = (tone: 'good' | 'warn' | 'bad', text: string) => (state: ScreenState) => ({
  ...state,
  notice: { tone, text },
});

/** Does what a key asks of others than the screen; what comes of it is told on the screen. */
export function perform(effect: Effect, screen: Screen, hands: Hands): void {
  carryOut(effect, screen, hands).catch((error: unknown) => screen.update(told('bad', failureOf(error).message)));
}

async function carryOut(effect: Effect, screen: Screen, { send, desk, write, suspend }: Hands): Promise<void> {
  switch (effect.type) {
    case 'send':
      return send(effect.intent);
    case 'copy':
      return write(clipboard(effect.text));
    case 'open':
      return await desk.open(effect.address);
    case 'shell':
      return await suspend(() => desk.shell(effect.instance));
    case 'pager':
      return await suspend(() => desk.pager(effect.instances));
    case 'suspend':
      return await suspend(() => desk.suspend());
    case 'save': {
      const path = await desk.save(effect.instances, effect.only?.matches ?? (() => true));
      return screen.update(told('good', `saved to ${path}`));
    }
    case 'inspect': {
      const { instance } = effect;
      const facts = await desk.inspect(instance, AbortSignal.timeout(inspectDeadline));
      return screen.update((state) => ({ ...state, facts: { instance, facts } }));
    }
    case 'edit':
      await suspend(() => desk.edit());
      return await lookAhead(screen, desk);
    case 'look-ahead':
      return await lookAhead(screen, desk);
    case 'apply':
      await desk.apply();
      return screen.update(told('good', 'the manifest that was read is in force'));
  }
}

/** Longest that the engine may take to tell of a container, ms. */
const inspectDeadline = 10_000;

/** Shows what the manifest would change now, and asks. */
async function lookAhead(screen: Screen, desk: Desk): Promise<void> {
  screen.update((state) => ({ ...state, overlay: 'changes', scrolled: 0, ahead: undefined }));
  try {
    const ahead = await desk.lookAhead();
    screen.update((state) => (state.overlay === 'changes' ? { ...state, ahead } : state));
  } catch (error) {
    screen.update((state) => ({ ...state, overlay: 'none' }));
    throw error;
  }
}
