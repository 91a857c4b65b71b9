import { Family, marker } from './family.ts';
import { stopFamily } from './stop-family.ts';

/** How long what was begun for a stack may take to end, ms. */
const graceMs = 2_000;

const markOf = (project: string): string => `${project}/command`;

/** The variable by which all that is begun for a stack is known. */
export const begunFor = (project: string): Readonly<Record<string, string>> => ({ [marker]: markOf(project) });

/** Ends all processes of this machine that were begun for a stack, where their variables can be seen. */
export async function endBegunFor(project: string): Promise<void> {
  const nobody = { pid: -1, start: '', bootId: '' };
  const family = new Family(nobody, markOf(project));
  if (family.members().length > 0) await stopFamily(family, undefined, 'SIGTERM', graceMs);
}
