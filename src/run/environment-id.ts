import { createHmac } from 'node:crypto';
import { uuidOf } from '../plan/parity/stable-id.ts';

/** The id of a project on an engine: as lasting as the key of its hashes, and like it no other stack's. */
export const environmentIdOf = (key: string): string =>
  uuidOf(createHmac('sha256', key).update('environment id').digest('hex'));
