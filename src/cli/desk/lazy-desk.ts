import type { Desk } from '../../ui/screen/desk.ts';
import type { Shell } from '../shell.ts';
import type { DeskOptions } from './make-desk.ts';

/** A desk whose code is loaded when something is first asked of it: no frame waits for that. */
export function lazyDesk(options: DeskOptions, shell: Shell): Desk {
  let made: Promise<Desk> | undefined;
  const desk = (): Promise<Desk> => {
    made ??= import('./make-desk.ts').then(({ makeDesk }) => makeDesk(options, shell));
    return made;
  };
  return {
    inspect: async (...of) => (await desk()).inspect(...of),
    usage: async (...of) => (await desk()).usage(...of),
    async *linesBefore(...of) {
      yield* (await desk()).linesBefore(...of);
    },
    save: async (...of) => (await desk()).save(...of),
    pager: async (...of) => (await desk()).pager(...of),
    shell: async (...of) => (await desk()).shell(...of),
    edit: async () => (await desk()).edit(),
    lookAhead: async () => (await desk()).lookAhead(),
    apply: async () => (await desk()).apply(),
    open: async (...of) => (await desk()).open(...of),
    suspend: async () => (await desk()).suspend(),
  };
}
