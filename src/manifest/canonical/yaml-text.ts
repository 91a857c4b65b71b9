import { stringify } from 'yaml';
import type { Plain } from '../tree.ts';

/** YAML that readers of YAML 1.1 and 1.2 take for the same: `yes` and `0755` are in quotes where they are texts. */
export const yamlText = (value: Plain): string =>
  stringify(value, { compat: 'yaml-1.1', lineWidth: 0, aliasDuplicateObjects: false });
