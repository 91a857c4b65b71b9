import type { WaitOnOptions } from 'wait-on';

type Options = Pick<WaitOnOptions, 'headers' | 'validateStatus'> & {
  /** ms */
  readonly timeout: number;
};

/** Loads wait-on: ahead of the first probe, since that takes longer than many services need to start. */
export const loadWaitOn = () => import('wait-on');

/**
 * Asks for a resource through wait-on for at most one probe's timeout and tells whether it came: once, since a service
 * that comes and goes is not to pass for one that is there. wait-on knows no signal: one that is aborted is left alone, and
 * ends by itself.
 */
export async function waitOnOnce(resource: string, options: Options, signal: AbortSignal): Promise<boolean> {
  const { default: waitOn } = await loadWaitOn();
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  const came = waitOn({
    resources: [resource],
    ...options,
    interval: options.timeout,
    httpTimeout: options.timeout,
    tcpTimeout: options.timeout,
    // One request in flight: a slow endpoint must not be piled upon.
    simultaneous: 1,
    window: 0,
    // A container on this machine is not behind the proxy that HTTP_PROXY names.
    proxy: false,
    followRedirect: false,
    strictSSL: false,
  }).then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([came, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** ms */
const warmUpTimeout = 20;
let isWarm = false;

/** Asks for something that is not there, once in a process: the first call compiles what later ones need at once. */
export function warmUp(resource: string, signal: AbortSignal): void {
  if (isWarm) return;
  isWarm = true;
  waitOnOnce(resource, { timeout: warmUpTimeout }, signal).catch(() => undefined);
}
