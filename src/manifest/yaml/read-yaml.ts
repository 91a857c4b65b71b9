import type { Source } from '../../core/source.ts';
import type { Report } from '../context.ts';
import type { Tree } from '../tree.ts';
import { readPlainYaml } from './plain-yaml.ts';

/**
 * The values of each document of a YAML 1.2 file, with their places, before variables are replaced. None where
 * something is wrong, which is reported.
 */
export async function readYaml(source: Source, report: Report): Promise<readonly Tree[]> {
  const plain = readPlainYaml(source);
  if (plain !== undefined) return [plain];
  // Most files do without it, and start faster.
  const { readWholeYaml } = await import('./whole-yaml.ts');
  return readWholeYaml(source, report);
}
