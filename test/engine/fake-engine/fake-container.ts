import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { type Files, freshFiles } from './files.ts';
import { runCommand, runScript, type ScriptWorld } from './script.ts';

/** What a container is to do; absent parts come from its command. */
export interface Behaviour {
  /** instead of its command, see script.ts */
  readonly script?: string;
  /** what its health is, once it runs and has a healthcheck; see `testsSay` */
  readonly health?: Health;
  /** instead of running the command of an exec; resolve late for a slow probe */
  readonly exec?: (argv: readonly string[]) => ExecAnswer | Promise<ExecAnswer>;
  readonly oomKilled?: boolean;
}

type Health = 'starting' | 'healthy' | 'unhealthy';

interface ExecAnswer {
  readonly exitCode: number;
  readonly output: string;
}

/** The body of a create, as far as the fake looks at it. */
export interface CreateBody {
  readonly Image: string;
  readonly Cmd?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Env?: readonly string[];
  readonly Labels?: Readonly<Record<string, string>>;
  readonly Tty?: boolean;
  readonly StopTimeout?: number;
  readonly Healthcheck?: { readonly Test?: readonly string[] };
  readonly HostConfig?: {
    readonly NetworkMode?: string;
    readonly RestartPolicy?: { readonly Name?: string; readonly MaximumRetryCount?: number };
    readonly PortBindings?: Readonly<Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[]>>;
    readonly Mounts?: readonly { readonly Type: string; readonly Source?: string; readonly Target: string }[];
    readonly LogConfig?: { readonly Type: string };
  };
  readonly NetworkingConfig?: { readonly EndpointsConfig?: Readonly<Record<string, unknown>> };
}

/** A message of a container's output, stamped as the engine does. */
export interface LogMessage {
  readonly stream: 'stdout' | 'stderr';
  readonly timestamp: string;
  readonly payload: Buffer;
}

interface Changes {
  log: [LogMessage];
  exit: [number];
  removed: [];
  action: [action: string, attributes: Record<string, string>];
}

class Ended extends Error {}

const longestMessage = 16_384;
/** Between an exit and the start that the restart policy makes of it, in ms. */
const restartPause = 20;

/** A container without a kernel: its script runs in this process. */
export class FakeContainer extends EventEmitter<Changes> {
  readonly id = randomBytes(32).toString('hex');
  readonly name: string;
  readonly body: CreateBody;
  readonly behaviour: Behaviour;
  readonly created = new Date().toISOString();
  readonly files: Files = freshFiles();
  readonly logs: LogMessage[] = [];
  status: 'created' | 'running' | 'paused' | 'restarting' | 'exited' = 'created';
  exitCode = 0;
  startedAt = '0001-01-01T00:00:00Z';
  finishedAt = '0001-01-01T00:00:00Z';
  /** its place in its network, another one with every start */
  endpoint = '';
  /** Names of the networks it was connected to after it was created. */
  readonly joined = new Set<string>();
  restarts = 0;
  health: Health;
  #run: PromiseWithResolvers<never> | undefined;
  #timers = new Set<NodeJS.Timeout>();
  #stopped = false;
  #ignoresTerm = false;
  readonly #world: Pick<ScriptWorld, 'read' | 'write'>;
  readonly #now: () => string;

  constructor(
    name: string,
    body: CreateBody,
    behaviour: Behaviour,
    world: Pick<ScriptWorld, 'read' | 'write'>,
    now: () => string,
  ) {
    super();
    this.setMaxListeners(0);
    this.name = name;
    this.body = body;
    this.behaviour = behaviour;
    this.health = behaviour.health ?? 'healthy';
    this.#world = world;
    this.#now = now;
  }

  get running(): boolean {
    return this.status === 'running' || this.status === 'paused';
  }

  /** What the script of this container or of an exec in it can do. */
  world(print: ScriptWorld['print'], more: readonly string[] = []): ScriptWorld {
    const environment = Object.fromEntries(
      [...(this.body.Env ?? []), ...more].map((pair) => pair.split(/=(.*)/s, 2) as [string, string]),
    );
    return {
      ...this.#world,
      environment,
      print,
      sleep: (ms) => Promise.race([this.#sleep(ms), this.#run?.promise ?? Promise.resolve()]),
      ignoreTerm: () => {
        this.#ignoresTerm = true;
      },
    };
  }

  start(): void {
    this.#stopped = false;
    this.#begin();
  }

  #begin(): void {
    this.status = 'running';
    this.exitCode = 0;
    this.startedAt = this.#now();
    this.endpoint = randomBytes(32).toString('hex');
    this.#ignoresTerm = false;
    const run = Promise.withResolvers<never>();
    run.promise.catch(() => undefined);
    this.#run = run;
    this.emit('action', 'start', {});
    const world = this.world((stream, text) => this.print(stream, text));
    const { script } = this.behaviour;
    const argv = [...(this.body.Entrypoint ?? []), ...(this.body.Cmd ?? [])];
    const ended = script === undefined ? runCommand(argv, world) : runScript(script, world);
    Promise.race([ended, run.promise]).then(
      (code) => this.#exit(code),
      (error: unknown) => this.#exit(error instanceof Ended ? Number(error.message) : 1),
    );
  }

  /** Ends it as a signal does. */
  signal(signal: 'TERM' | 'KILL', stopped: boolean): void {
    this.#stopped ||= stopped;
    if (this.#stopped && this.status === 'restarting') this.status = 'exited';
    if (this.running) this.emit('action', 'kill', { signal: signal === 'TERM' ? '15' : '9' });
    if (signal === 'TERM' && this.#ignoresTerm) return;
    this.#run?.reject(new Ended(signal === 'TERM' ? '143' : '137'));
  }

  /** Ends it as its program does that is through, also in the middle of its script. */
  end(code: number): void {
    this.#run?.reject(new Ended(String(code)));
  }

  /** What its healthcheck comes to from now on. */
  testsSay(health: 'healthy' | 'unhealthy'): void {
    this.health = health;
    this.emit('action', `health_status: ${health}`, {});
  }

  print(stream: 'stdout' | 'stderr', text: string): void {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) {
      const lineEnd = bytes.indexOf('\n', at) + 1 || bytes.length;
      const end = Math.min(lineEnd, at + longestMessage);
      const whole = end === bytes.length && bytes[end - 1] !== 0x0a ? Buffer.from('\n') : Buffer.alloc(0);
      const message = { stream, timestamp: this.#now(), payload: Buffer.concat([bytes.subarray(at, end), whole]) };
      this.logs.push(message);
      this.emit('log', message);
      at = end;
    }
  }

  remove(): void {
    this.#stopped = true;
    this.#run?.reject(new Ended('137'));
    for (const timer of this.#timers) clearTimeout(timer);
    this.emit('removed');
  }

  #exit(code: number): void {
    if (!this.running) return;
    this.exitCode = code;
    this.finishedAt = this.#now();
    const again = !this.#stopped && this.#restartsAfter(code);
    this.status = again ? 'restarting' : 'exited';
    this.emit('action', 'die', { exitCode: String(code) });
    this.emit('exit', code);
    if (!again) return;
    this.restarts++;
    void this.#sleep(restartPause).then(() => {
      if (this.status === 'restarting') this.#begin();
    });
  }

  #restartsAfter(code: number): boolean {
    const { Name, MaximumRetryCount = 0 } = this.body.HostConfig?.RestartPolicy ?? {};
    if (Name === 'always' || Name === 'unless-stopped') return true;
    return Name === 'on-failure' && code !== 0 && (MaximumRetryCount === 0 || this.restarts < MaximumRetryCount);
  }

  #sleep(ms: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      if (ms === undefined) return;
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        resolve();
      }, ms);
      this.#timers.add(timer);
    });
  }
}
