import { instanceId } from '../../src/core/unit-state.ts';
import type { ContainerStatus, Observed, ObservedContainer } from '../../src/plan/observed.ts';

export const running: ContainerStatus = { kind: 'running', startedAt: 1, health: 'none' };

export const exited = (exitCode: number): ContainerStatus => ({
  kind: 'exited',
  exitCode,
  oomKilled: false,
  startedAt: 1,
  finishedAt: 2,
});

/** A container as the engine would tell of it: a running service, unless said otherwise. */
export function container(unit: string, extra: Partial<ObservedContainer> = {}): ObservedContainer {
  return {
    handle: `handle-${unit}`,
    name: `shop-${unit}-1`,
    instance: instanceId(unit),
    unit,
    kind: 'service',
    stage: '',
    needs: [],
    config: {},
    image: `${unit}:1`,
    imageId: 'sha256:present',
    status: running,
    mounts: [],
    ports: [],
    addresses: new Map(),
    ...extra,
  };
}

export const observedOf = (...containers: readonly ObservedContainer[]): Observed => ({
  containers,
  oneOffs: [],
  volumes: [],
  networks: [],
  foreign: [],
});
