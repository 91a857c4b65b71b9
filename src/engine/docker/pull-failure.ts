import type { DevstackError } from '../../core/failure.ts';
import { knownRefusal } from './refusals.ts';
import { engineError } from './translate.ts';

interface Reason {
  readonly pattern: RegExp;
  readonly message: string;
  readonly hint: string;
}

/** Registries and engines word these in many ways; the first match decides. */
const reasons: readonly Reason[] = [
  {
    pattern: /toomanyrequests|rate limit/i,
    message: 'the registry limits how much may be pulled',
    hint: 'log in with "docker login", or try again later',
  },
  {
    pattern: /manifest (?:for .* )?(?:not found|unknown)|not found: manifest unknown/i,
    message: 'the registry has no such tag',
    hint: 'look at the tag of the image',
  },
  {
    // BuildKit does not say whether it is the name or the tag.
    pattern: /: not found$/,
    message: 'the registry has no such image or tag',
    hint: 'look at the name and the tag of the image',
  },
  {
    pattern: /pull access denied|repository .* not found|name unknown|may require 'docker login'/i,
    message: 'the registry has no such image, or you may not pull it',
    hint: 'look at the name; if the image is private, log in with "docker login"',
  },
  {
    pattern: /unauthorized|authentication required|denied|no basic auth credentials|forbidden/i,
    message: 'the registry refused your login',
    hint: 'log in again with "docker login" and the name of the registry',
  },
  {
    pattern:
      /no such host|i\/o timeout|TLS handshake timeout|connection refused|network is unreachable|context deadline exceeded|Client\.Timeout|server misbehaving|proxyconnect|no route to host|stopped sending/i,
    message: 'the registry can not be reached',
    hint: 'look at the network of the machine that the engine runs on, and its proxy settings',
  },
  {
    pattern: /x509|certificate/i,
    message: "the engine does not trust the registry's certificate",
    hint: 'make the engine trust it, or name the registry under "insecure-registries" of the engine',
  },
  {
    pattern: /no matching manifest|does not match the specified platform/i,
    message: "the image does not exist for this machine's kind of processor",
    hint: 'use an image that is built for it',
  },
  {
    pattern: /invalid reference format/i,
    message: 'that is no valid name of an image',
    hint: 'write it as "name:tag", in lower case',
  },
];

/** A pull that failed, in plain words. */
export function pullFailure(reference: string, engineText: string, cause?: unknown): DevstackError {
  const reason = pullReason(engineText);
  const message = reason?.message ?? engineText.trim().replace(/\.$/, '');
  return engineError('image-pull', `could not pull the image "${reference}": ${message}`, reason?.hint, cause);
}

/** What a registry's or an engine's words about a pull mean; undefined where they are not known. */
export const pullReason = (engineText: string): { readonly message: string; readonly hint?: string } | undefined =>
  reasons.find(({ pattern }) => pattern.test(engineText)) ?? knownRefusal(engineText);
