import { join } from 'node:path';
import { bin, fixtures } from './contestants.ts';
import { measure } from './measure.ts';
import type { Stage } from './stage.ts';

type Program = readonly [what: string, args: readonly string[], anew?: boolean];

const chain = ['-f', join(fixtures, 'chain')];
/** A command says the same once more sooner than the first time, so that each of these is measured by itself. */
const programs: readonly Program[] = [
  ['node -e 0', ['-e', '0']],
  ['--version', [bin, '--version']],
  ['--help', [bin, '--help']],
  ['plan --offline, anew', [bin, 'plan', '--offline', ...chain], true],
  ['plan --offline, again', [bin, 'plan', '--offline', ...chain]],
  ['validate, anew', [bin, 'validate', ...chain], true],
  ['validate, again', [bin, 'validate', ...chain]],
];

/** How long the commands take that need no engine, beside Node with nothing to do. */
export async function startCase({ runs, scratch, results, signal }: Stage): Promise<void> {
  for (let run = 0; run < runs * 2; run++) {
    for (const [what, args, anew = false] of programs) {
      const environment = { XDG_CACHE_HOME: join(scratch, anew ? `cache-${run}` : 'cache') };
      const sample = await measure([process.execPath, args], { environment, signal });
      // What is remembered has to be said once before; the others are spared their first time alike.
      if (run > 0) results.add({ what, who: args[0] === bin ? 'devstack' : 'node' }, sample);
    }
  }
}
