/**
 * Logins as a header carries them (Engine API, "Authentication"): base64 with the alphabet for URLs, and padded, which
 * Node's `base64url` is not and the engine insists on.
 */
export const registryHeader = (logins: object): string =>
  Buffer.from(JSON.stringify(logins)).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
