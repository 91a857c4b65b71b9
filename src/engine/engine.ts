import type { Volume } from '../manifest/model.ts';
import type { Network } from '../manifest/network-model.ts';
import type { HealthTest } from '../manifest/readiness-model.ts';
import type { ContainerSpec } from '../plan/container-spec.ts';
import type { Observed, ObservedContainer, ObservedNetwork, ObservedVolume, Start } from '../plan/observed.ts';
import type { BuildSpec } from './build-spec.ts';
import type { EngineEvent } from './engine-event.ts';
import type { OwnedStack, ProjectLock } from './project-lock.ts';

/** What an engine is, looked up once at the start of a run. */
export interface EngineInfo {
  /** for people: "Docker 28.5.2 at unix:///var/run/docker.sock" */
  readonly description: string;
  readonly apiVersion: string;
  /** whether the host reaches containers under their own address on this network (never with Desktop, rootless, remote) */
  reaches(network: ObservedNetwork): boolean;
  /** where the engine's published ports are found, such as 127.0.0.1 or the remote host; undefined: not at all */
  readonly publishedHost: string | undefined;
  /** whether ports that it publishes are ports of this very machine, so that what listens here is in their way */
  publishesHere(networks: readonly ObservedNetwork[]): boolean;
  /** keys of the manifest that this engine can not honour in such a container, and leaves out */
  ignores(spec: ContainerSpec): readonly string[];
  /** keys of a network that this engine can not honour, and leaves out */
  ignoresOf(network: Network): readonly string[];
}

/** How a container ended. */
export interface Exit {
  readonly exitCode: number;
  /** not asked of one that ended with 0 */
  readonly oomKilled: boolean;
}

/** An image that the engine has. */
export interface ImageFacts {
  readonly id: string;
  /** ms since the epoch; when it was last fetched or built here, else when it was made */
  readonly createdAt: number;
  /** bytes */
  readonly size: number;
  /** all names that it has */
  readonly references: readonly string[];
  /** such as `linux/amd64` */
  readonly platform: string;
  /** of the healthcheck that it brings along */
  readonly healthTest?: HealthTest;
}

/** A port of the host that a running container holds. */
export interface PublishedPort {
  readonly port: number;
  /** '' or the address of an interface */
  readonly address: string;
  readonly protocol: string;
  readonly handle: string;
  readonly container: string;
  /** of devstack or Compose, where it belongs to one */
  readonly project?: string;
}

/** A project on the engine: how many of its containers there are, by state. */
export interface ProjectFacts {
  readonly name: string;
  readonly states: Readonly<Record<string, number>>;
}

/** What a build says on its way. */
export type BuildProgress =
  /** a step: its name as the builder tells it, and how many of how many */
  | { readonly kind: 'step'; readonly name: string; readonly number: number; readonly total: number }
  | { readonly kind: 'line'; readonly line: string };

/** A command in a running container. */
export type ExecCommand = HealthTest & {
  readonly user?: string;
  readonly workingDir?: string;
  readonly environment?: ReadonlyMap<string, string>;
  readonly privileged?: boolean;
};

/** Where the input of a process comes from and its output goes; `terminal`: it gets a terminal of this size. */
export interface Streams {
  readonly stdin?: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly terminal?: {
    size(): { readonly columns: number; readonly rows: number };
    /** Calls back with each new size; returns how to stop that. */
    onResize(callback: () => void): () => void;
    /** Leaves the terminal itself, as it was before, to a process of this machine: no key comes here any more. */
    lend(): void;
  };
}

/** What a unit has used at one moment; of two looks the first tells nothing but where to count from. */
export interface Usage {
  /** ms, by whatever clock took the look */
  readonly at: number;
  /** time of one processor since its start, ms */
  readonly cpuMs: number;
  /** bytes, without what is only cached of files */
  readonly memory: number;
}

/** What goes with a container. */
export interface Removal {
  /** its volumes without a name */
  readonly volumes: boolean;
  /** what it has mounted, where a look has told: the engine need not be asked again */
  readonly mounts?: ObservedContainer['mounts'];
}

/** Bytes of a pull so far; total is 0 while unknown. */
export interface PullProgress {
  readonly current: number;
  readonly total: number;
  readonly status: string;
}

/** A line of a container's output. `at` in ms since the epoch, as the engine stamped it; `cursor` resumes after it. */
export interface LogLine {
  readonly stream: 'stdout' | 'stderr';
  readonly line: string;
  readonly at: number;
  readonly cursor: string;
}

/** The end of a command in a container. `output` is stdout and stderr together, the last 4 KiB. */
export interface ExecResult {
  readonly exitCode: number;
  readonly output: string;
}

/**
 * What runs units: Docker, or this machine with processes of its own. As wide as both need, no wider.
 * Handles are opaque strings. Every call takes a signal and throws a DevstackError of the family `engine` or `unit`
 * (never a raw HTTP error), or the signal's reason. Nothing here is a child of this process: a unit outlives it.
 */
export interface Engine {
  /** Looks the engine up; fails with `engine-unreachable` and a hint. Cheap after the first call. */
  info(signal: AbortSignal): Promise<EngineInfo>;
  /**
   * One look at everything that the project owns by label. `known`: starts that were seen before, by handle; a container
   * that still runs since such a start is not asked about one by one, where the engine's lists tell that it does.
   */
  observe(project: string, signal: AbortSignal, known?: Promise<ReadonlyMap<string, Start>>): Promise<Observed>;
  /** One container anew; undefined when it is gone, or is being removed. */
  inspect(handle: string, signal: AbortSignal): Promise<ObservedContainer | undefined>;
  /** The image, when the engine has it. */
  image(reference: string, signal: AbortSignal): Promise<ImageFacts | undefined>;
  /** Fetches an image, for a platform other than the engine's own where one is given. Fails with `image-pull`. */
  pull(
    reference: string,
    platform: string | undefined,
    progress: (progress: PullProgress) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** Builds an image under the spec's names and resolves to its id. Fails with `image-build`, with the end of its output. */
  build(spec: BuildSpec, progress: (progress: BuildProgress) => void, signal: AbortSignal): Promise<string>;
  /** Sends an image to its registry. Fails with `image-push`. */
  push(reference: string, progress: (progress: PullProgress) => void, signal: AbortSignal): Promise<void>;
  /** The network of this name, whoever made it; undefined where there is none. */
  networkNamed(project: string, name: string, signal: AbortSignal): Promise<ObservedNetwork | undefined>;
  /** Finds or creates, without a look first where none was `seen`; one that is not owned, or external, is never changed. */
  ensureNetwork(
    project: string,
    network: Network,
    signal: AbortSignal,
    seen?: 'none',
  ): Promise<ObservedNetwork & { readonly created: boolean }>;
  ensureVolume(
    project: string,
    volume: Volume,
    signal: AbortSignal,
  ): Promise<ObservedVolume & { readonly created: boolean }>;
  /** A volume by its name, whoever made it; undefined where there is none. */
  volume(project: string, name: string, signal: AbortSignal): Promise<ObservedVolume | undefined>;
  /** Creates without starting. `config` is put on it as it is: hashes by aspect. `warn` hears what the engine leaves out. */
  create(
    spec: ContainerSpec,
    config: Readonly<Record<string, string>>,
    signal: AbortSignal,
    warn?: (warning: string) => void,
  ): Promise<string>;
  /**
   * Starts one that was created or has ended, lets a paused one go on; fine when it runs already. Resolves to whether it
   * began with this call, so that `started` is told of it.
   */
  start(handle: string, signal: AbortSignal): Promise<boolean>;
  /**
   * The container's next end, or the one it already had. Resolves `armed` once the engine listens, so that
   * a fast exit after a `start` that follows is not missed.
   */
  wait(handle: string, signal: AbortSignal): { readonly armed: Promise<void>; readonly exit: Promise<Exit> };
  /** Runs a command in a running container. It can not be cancelled: it may go on there after the signal. */
  exec(handle: string, command: ExecCommand, signal: AbortSignal): Promise<ExecResult>;
  /** The same with streams of the caller; resolves to its exit code. Detached it resolves at once to 0. */
  execWith(handle: string, command: ExecCommand, streams: Streams | 'detached', signal: AbortSignal): Promise<number>;
  /** Connects streams to a container's main process before its start. `closed` resolves when its output has ended. */
  attach(handle: string, streams: Streams, signal: AbortSignal): Promise<{ readonly closed: Promise<void> }>;
  /**
   * Lines from the container's first (or after `since`), across restarts while `follow`, none lost, none twice.
   * Ends when the container is gone, or at the end of what there is without `follow`. `tail`: only the last n.
   */
  logs(
    handle: string,
    options: { readonly follow: boolean; readonly since?: string; readonly tail?: number },
    signal: AbortSignal,
  ): AsyncIterable<LogLine>;
  /**
   * Its stop signal, then SIGKILL after `graceMs`, else after the grace period that it was created with. Fine when it is
   * already stopped or gone. `onEmpty`: none of its processes is left, where that is seen before all is done that ends it.
   */
  stop(handle: string, signal: AbortSignal, graceMs?: number, onEmpty?: () => void): Promise<void>;
  /** A signal for the main process: SIGKILL when none is named. Fine when it does not run. */
  kill(handle: string, signal: AbortSignal, name?: string): Promise<void>;
  pause(handle: string, signal: AbortSignal): Promise<void>;
  unpause(handle: string, signal: AbortSignal): Promise<void>;
  /** Processes in a running container, as a table. */
  top(
    handle: string,
    signal: AbortSignal,
  ): Promise<{ readonly titles: readonly string[]; readonly rows: readonly (readonly string[])[] }>;
  /** What a unit uses at this moment; undefined where it does not run, or this engine can not tell. */
  usage(handle: string, signal: AbortSignal): Promise<Usage | undefined>;
  /** Removes a container, running or not, and (`volumes`) its anonymous volumes. Fine when it is gone. */
  remove(handle: string, what: Removal, signal: AbortSignal): Promise<void>;
  removeNetwork(name: string, signal: AbortSignal): Promise<void>;
  removeVolume(name: string, signal: AbortSignal): Promise<void>;
  /** Gives an image one more name, `repository:tag`, taken from whatever has it. */
  tagImage(image: string, reference: string, signal: AbortSignal): Promise<void>;
  /** Takes a name off an image, and removes it with its last one. Fine when there is none, or it is still in use. */
  removeImage(reference: string, signal: AbortSignal): Promise<'removed' | 'absent' | 'in-use'>;
  /** A file from a container, running or not; undefined when there is none. At most `limit` bytes, else `outputs-invalid`. */
  readFile(handle: string, path: string, limit: number, signal: AbortSignal): Promise<Uint8Array | undefined>;
  /** Whether a container has a file or folder there; what lies in memory (tmpfs, /proc) is not seen. */
  hasFile(handle: string, path: string, signal: AbortSignal): Promise<boolean>;
  /** A file or folder of a container as a tar archive; fails with `not-found` where there is none. */
  copyOut(handle: string, path: string, signal: AbortSignal): Promise<NodeJS.ReadableStream>;
  /** Unpacks a tar archive into a folder of a container. `owner`: keep owners as the archive has them. */
  copyIn(
    handle: string,
    folder: string,
    archive: NodeJS.ReadableStream,
    options: { readonly owner: boolean },
    signal: AbortSignal,
  ): Promise<void>;
  /** Ports of the host that running containers hold, whoever made them. */
  publishedPorts(signal: AbortSignal): Promise<readonly PublishedPort[]>;
  /**
   * The address of this machine under which containers reach it (`host-gateway`); undefined where that is none of its
   * own, as with a virtual machine, whose containers reach what listens on loopback by themselves.
   */
  hostGateway(signal: AbortSignal): Promise<string | undefined>;
  /** Projects that devstack has made anything of on this engine. */
  projects(signal: AbortSignal): Promise<readonly ProjectFacts[]>;
  /** What happens to the project's containers, until aborted; reconnects by itself. */
  events(project: string, signal: AbortSignal): AsyncIterable<EngineEvent>;
  /** The project's memory, kept on the engine. */
  memory(project: string): Memory;
  /** The lock against two runs that change one project at the same time. */
  lock(project: string): ProjectLock;
  /** Frees projects whose lock was held by a process of this machine that is no more; nobody else may ever come to take it over. */
  dropDeadLocks(only: (project: string) => boolean, signal: AbortSignal): Promise<void>;
  /** Says that a stack belongs to a process, so that whoever finds it later can remove it when that process is gone. */
  own(stack: Omit<OwnedStack, 'isOrphaned'>, signal: AbortSignal): Promise<void>;
  /** Takes that back: the last thing that goes of such a stack, or what is done to keep it. Fine when nobody said so. */
  disown(project: string, signal: AbortSignal): Promise<void>;
  /** Stacks that belong to a process. */
  ownedStacks(signal: AbortSignal): Promise<readonly OwnedStack[]>;
  /** Closes idle connections; nothing on the engine changes. */
  close(): void;
}

/** What a project remembers between runs: small JSON documents by key such as `jobs/migrate`. */
export interface Memory {
  /** All documents; empty when there is no memory yet. One that can not be parsed is there, and has no value. */
  read(signal: AbortSignal): Promise<ReadonlyMap<string, unknown>>;
  /** Makes the memory where there is none, which the first write does as well. */
  prepare(signal: AbortSignal): Promise<void>;
  /** Writes these documents; `undefined` removes one. Makes the memory when there is none. */
  write(documents: ReadonlyMap<string, unknown>, signal: AbortSignal): Promise<void>;
  /** Removes all of it. */
  destroy(signal: AbortSignal): Promise<void>;
}
