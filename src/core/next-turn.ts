/** Resolves once all that has been asked for in this turn has been sent, so that others work on it meanwhile. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
