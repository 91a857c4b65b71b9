import type { Renewal } from '../plan/decide-action.ts';
import type { ImagePolicy, UpPolicy } from '../run/up-policy.ts';
import type { Options } from './command.ts';

/** What the options of `up` ask for beyond the plan; `named` are the units on the command line. */
export function upPolicyOf(options: Options, named: readonly string[]): UpPolicy {
  const { removeOrphans = false, renewAnonVolumes = false, timeout, waitTimeout, start = true } = options;
  return {
    images: imagePolicyOf(options),
    renewalOf: renewalOf(options, new Set(named)),
    removeOrphans,
    renewAnonymousVolumes: renewAnonVolumes,
    ...(timeout !== undefined && { graceMs: timeout }),
    ...(waitTimeout !== undefined && { waitTimeoutMs: waitTimeout }),
    endOn: endOnOf(options),
    startNothing: !start,
  };
}

function imagePolicyOf({ build, pull }: Options): ImagePolicy {
  const building = build === undefined ? 'missing' : build ? 'always' : 'never';
  if (typeof pull !== 'string') return { build: building };
  const policy = pull === 'always' || pull === 'never' ? pull : 'missing';
  return { build: building, pull: policy };
}

/** What is named on the command line is made anew; what it needs only where that is asked for as well. */
function renewalOf(
  { forceRecreate = false, alwaysRecreateDeps = false, recreate = true }: Options,
  named: ReadonlySet<string>,
): (unit: string) => Renewal {
  if (!recreate) return () => 'never';
  return (unit) => {
    const isNamed = named.size === 0 || named.has(unit);
    return isNamed ? (forceRecreate ? 'always' : 'changed') : alwaysRecreateDeps ? 'always' : 'changed';
  };
}

function endOnOf(options: Options): UpPolicy['endOn'] {
  const { abortOnContainerExit, abortOnContainerFailure, exitCodeFrom } = options;
  if (exitCodeFrom !== undefined) return { kind: 'exit', codeFrom: exitCodeFrom };
  if (abortOnContainerExit) return { kind: 'exit' };
  return abortOnContainerFailure ? { kind: 'failure' } : { kind: 'nothing' };
}

/** `web=3` and the like, by unit. */
export function scaleOf(texts: readonly string[] = []): ReadonlyMap<string, number> {
  return new Map(
    texts.map((text) => {
      const at = text.lastIndexOf('=');
      return [text.slice(0, at), Number(text.slice(at + 1))];
    }),
  );
}
