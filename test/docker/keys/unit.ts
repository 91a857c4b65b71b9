import type Docker from 'dockerode';
import { instanceId } from '../../../src/core/unit-state.ts';
import type { Engine } from '../../../src/engine/engine.ts';

/** A container of a stack under test. */
export interface Unit {
  /** As the engine itself tells it. */
  inspect(): Promise<Docker.ContainerInspectInfo>;
  /** What a script writes that is run in it by its own shell, without the last line break. */
  sh(script: string): Promise<string>;
  /** Everything that its main process has written. */
  log(): Promise<string>;
}

/** Finds a unit's container by its labels when it is asked for. */
export function unitOn(engine: Engine, docker: Docker, project: string, name: string, index: number): Unit {
  const signal = () => AbortSignal.timeout(20_000);
  const handle = async (): Promise<string> => {
    const { containers } = await engine.observe(project, signal());
    const found = containers.find((one) => one.instance === instanceId(name, index));
    if (found === undefined) throw new Error(`there is no container ${index} of "${name}"`);
    return found.handle;
  };
  return {
    inspect: async () => await docker.getContainer(await handle()).inspect(),
    sh: async (script) => {
      const { output } = await engine.exec(await handle(), { kind: 'shell', script }, signal());
      return output.trimEnd();
    },
    log: async () => {
      const lines: string[] = [];
      for await (const { line } of engine.logs(await handle(), { follow: false }, signal())) lines.push(line);
      return lines.join('\n');
    },
  };
}
