import { jobRecords, replayedOutputs } from './job-memory.ts';
import { sensitiveValues } from './outputs.ts';

const document = 'secrets';

/** Values that are remembered: what units have printed of older ones has hardly outlived so many others. */
const mostRemembered = 100;

/** All sensitive values that jobs of a project have passed on: logs may hold those of earlier runs too. */
export function knownSecrets(documents: ReadonlyMap<string, unknown>): ReadonlySet<string> {
  const present = jobRecords(documents).flatMap(({ done }) =>
    done === undefined ? [] : sensitiveValues(replayedOutputs(done)),
  );
  return new Set([...stored(documents.get(document)), ...present]);
}

/** The document that makes these values last, of which the last ones are the newest. */
export const rememberedSecrets = (values: Iterable<string>): ReadonlyMap<string, unknown> =>
  new Map([[document, { version: 1, values: [...values].slice(-mostRemembered) }]]);

function stored(found: unknown): readonly string[] {
  if (typeof found !== 'object' || found === null || !('values' in found) || !Array.isArray(found.values)) return [];
  return found.values.filter((value) => typeof value === 'string');
}
