import { refusalOf } from './translate.ts';

/** Takes answers of these statuses as a success: what was asked for is so already. */
export function ignore(...statuses: readonly number[]): (error: unknown) => void {
  return (error) => {
    if (!statuses.includes(refusalOf(error)?.status ?? 0)) throw error;
  };
}
