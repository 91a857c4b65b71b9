import { DevstackError } from '../../core/failure.ts';
import type { Engine } from '../../engine/engine.ts';
import type { ContainerSpec } from '../../plan/container-spec.ts';
import { lastLines } from '../evidence.ts';

/** Longest that the removal of the container may take, ms. */
const removeDeadline = 60_000;

const script = ['set -e', 'rm -rf "$TO"/* "$TO"/.[!.]* "$TO"/..?*', 'cp -a "$FROM/." "$TO/"'];

/** Owner and mode of the top folder are set once more: not every "cp" gives it those of the other. */
const inContainer = [...script, 'chown "$(stat -c %u:%g "$FROM")" "$TO"', 'chmod "$(stat -c %a "$FROM")" "$TO"'];

/** A volume, and the one that becomes what it is. */
export interface VolumeCopy {
  readonly project: string;
  readonly job: string;
  readonly from: string;
  readonly to: string;
  /** one that the engine has, and that has a shell; absent: both are of this machine, and no container is needed */
  readonly image: string | undefined;
}

/**
 * Makes the content of one volume that of another, owners, modes and all, in a container of its own: nothing goes over
 * the connection to the engine, and the volume that is written to stays the one that others know. Nobody may use them.
 */
export async function copyVolume(engine: Engine, copy: VolumeCopy, signal: AbortSignal): Promise<void> {
  const copier = copierOf(copy);
  await removeLeftOver(engine, copier, signal);
  const handle = await engine.create(copier, {}, signal);
  try {
    const { armed, exit } = engine.wait(handle, signal);
    exit.catch(() => undefined);
    await armed;
    await engine.start(handle, signal);
    const { exitCode } = await exit;
    if (exitCode !== 0) throw copyFailure(copy, exitCode, await lastLines(engine, handle));
  } finally {
    await engine.remove(handle, { volumes: false }, AbortSignal.timeout(removeDeadline));
  }
}

/** A run that was killed may have left one that goes on to write. */
async function removeLeftOver(engine: Engine, { project, name }: ContainerSpec, signal: AbortSignal): Promise<void> {
  const { oneOffs } = await engine.observe(project, signal);
  for (const { handle } of oneOffs.filter((one) => one.name === name)) {
    await engine.remove(handle, { volumes: false }, signal);
  }
}

function copierOf({ project, job, from, to, image }: VolumeCopy): ContainerSpec {
  return {
    name: `${to}-copy`,
    project,
    unit: job,
    index: 1,
    oneOff: true,
    kind: 'job',
    stage: '',
    image: image ?? '',
    ...(image === undefined && { place: 'host' }),
    entrypoint: ['/bin/sh', '-c', (image === undefined ? script : inContainer).join('\n')],
    command: [],
    environment: new Map([
      ['FROM', '/from'],
      ['TO', '/to'],
    ]),
    unset: [],
    mounts: [
      { type: 'volume', name: from, target: '/from', readOnly: true, noCopy: true },
      { type: 'volume', name: to, target: '/to', readOnly: false, noCopy: true },
    ],
    ports: [],
    probePorts: [],
    portsForHost: [],
    portsForContainers: [],
    network: { kind: 'mode', mode: 'none' },
    links: [],
    volumesFrom: [],
    files: [],
    container: {},
    user: '0',
    workingDir: '/',
    init: true,
    healthcheck: { disabled: true },
    restart: { policy: 'no' },
    stopGracePeriod: 0,
    folders: [],
    needs: [],
  };
}

function copyFailure({ from, to, image }: VolumeCopy, exitCode: number, logs: readonly string[]): DevstackError {
  const message = `the volume "${from}" could not be copied to "${to}": exit code ${exitCode}`;
  const hint =
    image === undefined
      ? 'look whether there is enough space in the folder of your state ($XDG_STATE_HOME, or ~/.local/state)'
      : `it is copied with "cp" of the image "${image}": look whether there is enough space on the engine`;
  return new DevstackError({ code: 'snapshot', family: 'unit', message, hint, evidence: { exitCode, logs } });
}
