import { engineError } from './translate.ts';

/** The newest version of the engine API that devstack is tested with. */
const newestTested = '1.51';
/** Engine 20.10; older ones lack what devstack rests on. */
const oldestSupported = '1.41';

/** Compares two API versions such as 1.44, number by number. */
export function isAtLeast(version: string, minimum: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = minimum.split('.').map(Number);
  return major === wantedMajor ? minor >= wantedMinor : major > wantedMajor;
}

/** The version to speak: the lower of the engine's and the newest tested. Throws `engine-too-old` below 1.41. */
export function pinnedVersion(engineVersion: string): string {
  if (!isAtLeast(engineVersion, oldestSupported)) {
    throw engineError(
      'engine-too-old',
      `the engine speaks API version ${engineVersion}, and devstack needs ${oldestSupported} or newer`,
      'update Docker to 20.10 or newer',
    );
  }
  return isAtLeast(engineVersion, newestTested) ? newestTested : engineVersion;
}
