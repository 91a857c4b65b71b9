import * as z from 'zod/mini';
import { boolean, command, loose, text } from '../scalars.ts';
import { variables } from './values.ts';

const common = {
  command,
  user: z.optional(loose),
  privileged: z.optional(boolean),
  working_dir: z.optional(text),
  environment: z.optional(variables),
};

/** Commands in a container that has started or is about to stop (Compose Specification, `post_start`, `pre_stop`). */
export const hooks = z.lazy(() => z.array(z.strictObject(common)));

/** Commands in containers of their own, before a service starts (Compose Specification, `pre_start`). */
export const preStartHooks = z.lazy(() =>
  z.array(z.strictObject({ ...common, image: z.optional(text), per_replica: z.optional(boolean) })),
);
