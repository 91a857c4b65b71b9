import { resolve } from 'node:path';
import { DevstackError } from '../core/failure.ts';
import type { Result } from '../core/result.ts';
import type { Manifest, Port } from '../manifest/model.ts';
import { parseShortMount } from '../manifest/mounts.ts';
import { defaultAddress, parseShortPorts } from '../manifest/ports.ts';
import { splitWords } from '../manifest/words.ts';
import type { MountSpec } from '../plan/container-spec.ts';
import type { OneOff } from '../run/one-off.ts';
import type { Options } from './command.ts';
import { environmentOf, labelsOf } from './name-values.ts';
import type { Shell } from './shell.ts';

/** What the options of `run` ask of its container. Throws `usage` for what can not be read. */
export function oneOffOf(
  options: Options,
  command: readonly string[],
  terminal: boolean,
  manifest: Manifest,
  shell: Shell,
): OneOff {
  const { name, entrypoint, user, workdir, servicePorts = false, env, label, volume = [], publish = [] } = options;
  return {
    ...(name !== undefined && { name }),
    ...(command.length > 0 && { command }),
    ...(entrypoint !== undefined && { entrypoint: read('--entrypoint', splitWords(entrypoint)) }),
    ...(user !== undefined && { user }),
    ...(workdir !== undefined && { workingDir: workdir }),
    environment: environmentOf(env, shell.host.environment),
    labels: labelsOf(label),
    unitPorts: servicePorts,
    ports: publish.flatMap((text) => portsOf(text, manifest)),
    mounts: volume.map((text) => mountOf(text, manifest, shell)),
    terminal,
    input: options.interactive !== false && options.detach !== true,
  };
}

function portsOf(text: string, { dialect }: Manifest): readonly Omit<Port, 'span'>[] {
  const address = defaultAddress[dialect];
  return read('--publish', parseShortPorts(text)).map((port) => ({ address, ...port }));
}

function mountOf(text: string, { volumes }: Manifest, { folder, host }: Shell): MountSpec {
  const mount = read('--volume', parseShortMount(text));
  switch (mount.type) {
    case 'volume': {
      const { volume, ...rest } = mount;
      return { ...rest, name: volumes.get(volume)?.name ?? volume };
    }
    case 'bind':
      return {
        ...mount,
        source: resolve(
          folder,
          mount.source.replace(/^~(?=\/|$)/, () => host.home),
        ),
      };
    case 'anonymous':
    case 'tmpfs':
      return mount;
  }
}

function read<Value>(option: string, result: Result<Value, string>): Value {
  if (result.ok) return result.value;
  throw new DevstackError({ code: 'usage', family: 'usage', message: `"${option}" ${result.reason}` });
}
