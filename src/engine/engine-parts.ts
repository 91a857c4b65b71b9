import { failureOf } from '../core/failure.ts';
import type { Host } from '../core/host.ts';
import type { Engine, EngineInfo } from './engine.ts';
import { isOnHost } from './process/is-on-host.ts';

/** What a run is going to use. */
export interface Use {
  /** processes of this machine */
  readonly host: boolean;
  /** containers; without any, an engine that can not be reached is done without */
  readonly containers: boolean;
  /** volumes that are to be had on this machine, by name: there may be one of that name in each place */
  readonly hostVolumes?: ReadonlySet<string>;
}

/** The two engines of a mixed one, and which of them there is something to ask of. */
export class EngineParts {
  readonly containers: Engine;
  readonly #host: Host;
  #processes: Promise<Engine> | undefined;
  #use: Use | undefined;
  /** projects of which there was something among the processes of this machine */
  readonly #onHost = new Set<string>();
  /** its engine could not be reached, and was not needed: it is not asked again */
  #isWithoutContainers = false;

  constructor(containers: Engine, host: Host) {
    this.containers = containers;
    this.#host = host;
  }

  /** Until it is said what a run uses, it is what the project has. */
  use(use: Use): void {
    this.#use = use;
    // It may have been done without before anyone said that it is needed.
    if (use.containers) this.#isWithoutContainers = false;
  }

  /** Whether a volume of this name is to be that of this machine, where there are two. */
  prefersHostVolume(name: string): boolean {
    return this.#use?.hostVolumes?.has(name) ?? false;
  }

  /** The engine for processes, loaded when it is first wanted. */
  processes(): Promise<Engine> {
    this.#processes ??= import('./process/process-engine.ts').then(({ processEngine }) => processEngine(this.#host));
    return this.#processes;
  }

  /** The one that keeps what the project remembers: that for containers, where it can be reached. */
  async keeper(project: string, signal: AbortSignal): Promise<Engine> {
    return (await this.#reachable(project, signal)) ?? (await this.processes());
  }

  /** Asks both, as far as they are there and concerned: those for containers first. */
  async ask<Value>(
    project: string | undefined,
    signal: AbortSignal,
    act: (engine: Engine) => Promise<Value>,
  ): Promise<{ readonly containers: Value | undefined; readonly processes: Value | undefined }> {
    const [containers, processes] = await Promise.all([
      this.#reachable(project, signal).then((engine) => engine && act(engine)),
      this.#concerned(project).then((engine) => engine && act(engine)),
    ]);
    return { containers, processes };
  }

  async info(signal: AbortSignal): Promise<EngineInfo> {
    const containers = await this.#reachable(undefined, signal);
    const own = await containers?.info(signal);
    if (own !== undefined && !this.#use?.host) return own;
    const processes = await (await this.processes()).info(signal);
    if (own === undefined) {
      // Where nobody has said that it is not needed, it may have something of the project.
      const note = this.#use === undefined ? ' (no container engine answers)' : '';
      return { ...processes, description: processes.description + note };
    }
    return {
      ...own,
      description: `${own.description} and ${processes.description}`,
      ignores: (spec) => (spec.place === 'host' ? processes : own).ignores(spec),
    };
  }

  /** That of the engine for containers, where there is one. */
  async gateway(signal: AbortSignal): Promise<string | undefined> {
    return await (await this.#reachable(undefined, signal))?.hostGateway(signal);
  }

  close(): void {
    this.containers.close();
    this.#processes?.then((engine) => engine.close()).catch(() => undefined);
  }

  async #concerned(project: string | undefined): Promise<Engine | undefined> {
    // What was of use before is asked to the end, so that it can clear up after itself.
    const isAsked = project === undefined ? this.#processes !== undefined : this.#onHost.has(project);
    if (!isAsked && !this.#use?.host && !(await isOnHost(this.#host, project))) return undefined;
    if (project !== undefined) this.#onHost.add(project);
    return await this.processes();
  }

  async #reachable(project: string | undefined, signal: AbortSignal): Promise<Engine | undefined> {
    if (this.#isWithoutContainers) return undefined;
    try {
      await this.containers.info(signal);
      return this.containers;
    } catch (error) {
      const isNeeded = this.#use?.containers ?? !(await isOnHost(this.#host, project));
      if (failureOf(error).code !== 'engine-unreachable' || isNeeded) throw error;
      // That some project does without it says nothing of the one that is asked for next.
      this.#isWithoutContainers = this.#use !== undefined || project !== undefined;
      return undefined;
    }
  }
}
