import type { ContainerSpec } from '../../../plan/container-spec.ts';

type Bindings = Record<string, { HostIp: string; HostPort: string }[]>;

/** Ports that are published, by port of the container; those of probes and processes too, where nothing else publishes them. */
export function portBindings(spec: ContainerSpec): Bindings {
  const bindings: Bindings = {};
  for (const { container, protocol, address, host } of spec.ports) {
    const key = `${container}/${protocol}`;
    const port = typeof host === 'object' ? host.join('-') : String(host ?? '');
    bindings[key] = [...(bindings[key] ?? []), { HostIp: address, HostPort: port }];
  }
  for (const { container, host } of spec.portsForHost) {
    bindings[`${container}/tcp`] ??= [{ HostIp: '127.0.0.1', HostPort: String(host ?? '') }];
  }
  for (const port of spec.probePorts) bindings[`${port}/tcp`] ??= [{ HostIp: '127.0.0.1', HostPort: '' }];
  return bindings;
}

/** Ports that others on its networks may use; the engine takes no ranges. */
export function exposedPorts(spec: ContainerSpec): Record<string, object> {
  const exposed = (spec.container.expose ?? []).flatMap((text) => {
    const [ports = '', protocol = 'tcp'] = text.split('/');
    const [from = 0, to = from] = ports.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, at) => `${from + at}/${protocol}`);
  });
  return Object.fromEntries([...Object.keys(portBindings(spec)), ...exposed].map((port) => [port, {}]));
}
