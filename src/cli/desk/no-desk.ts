import { DevstackError } from '../../core/failure.ts';
import type { Desk } from '../../ui/screen/desk.ts';

const refused = async (): Promise<never> => {
  const message = 'this can not be done here';
  throw new DevstackError({ code: 'usage', family: 'usage', message, hint: 'attach to the stack: devstack attach' });
};

/** For runs that nobody stays with, such as one that ends a stack. */
export const noDesk: Desk = {
  inspect: refused,
  usage: async () => new Map(),
  async *linesBefore() {
    // What the screen keeps is all there is.
  },
  save: refused,
  pager: refused,
  shell: refused,
  edit: refused,
  lookAhead: refused,
  apply: refused,
  open: refused,
  suspend: refused,
};
