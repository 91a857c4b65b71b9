import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { type Behaviour, type CreateBody, FakeContainer } from './fake-container.ts';
import { type Files, MountedFiles } from './files.ts';

export interface FakeNetwork {
  readonly Name: string;
  readonly Id: string;
  readonly Created: string;
  readonly Labels: Readonly<Record<string, string>>;
  /** names of containers that are gone and left their places in it */
  readonly left: Set<string>;
}

export interface FakeVolume {
  readonly Name: string;
  readonly Driver: string;
  readonly CreatedAt: string;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly files: Files;
}

export interface FakeEvent {
  readonly Type: string;
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
  readonly time: number;
  readonly timeNano: number;
}

/** Everything that the fake engine has. */
export class FakeState {
  readonly containers = new Map<string, FakeContainer>();
  readonly networks = new Map<string, FakeNetwork>();
  readonly volumes = new Map<string, FakeVolume>();
  /** ids by reference */
  readonly images = new Map<string, string>();
  readonly execs = new Map<
    string,
    {
      readonly container: FakeContainer;
      readonly argv: readonly string[];
      readonly environment: readonly string[];
      exitCode?: number;
    }
  >();
  readonly events = new EventEmitter<{ event: [FakeEvent] }>().setMaxListeners(0);
  readonly behaviours: Readonly<Record<string, Behaviour>>;
  /** what `GET /info` answers */
  info: Readonly<Record<string, unknown>> = { Driver: 'overlay2' };
  #ticks = 0n;

  constructor(images: readonly string[], behaviours: Readonly<Record<string, Behaviour>>) {
    for (const image of images) this.addImage(image);
    this.behaviours = behaviours;
  }

  addImage(reference: string): void {
    this.images.set(reference, `sha256:${randomBytes(32).toString('hex')}`);
  }

  /** A timestamp with nanoseconds that never comes twice. */
  readonly now = (): string => {
    this.#ticks = (this.#ticks + 1n) % 1_000_000n;
    const ms = new Date().toISOString();
    return `${ms.slice(0, -1)}${String(this.#ticks).padStart(6, '0')}Z`;
  };

  find(idOrName: string): FakeContainer | undefined {
    return (
      this.containers.get(idOrName) ??
      this.containers.values().find(({ name, id }) => name === idOrName || id.startsWith(idOrName))
    );
  }

  create(name: string, body: CreateBody): FakeContainer {
    const unit = body.Labels?.['devstack.unit'] ?? '';
    const behaviour = this.behaviours[unit] ?? this.behaviours[name] ?? this.behaviours[body.Image] ?? {};
    const container: FakeContainer = new FakeContainer(
      name,
      body,
      behaviour,
      {
        read: (path) => {
          const file = this.filesOf(container).get(path);
          return file?.kind === 'file' ? file.content.toString() : undefined;
        },
        write: (path, text, append) => {
          const files = this.filesOf(container);
          const before = files.get(path);
          const start = append && before?.kind === 'file' ? before.content.toString() : '';
          files.set(path, { kind: 'file', mode: 0o644, content: Buffer.from(start + text) });
        },
      },
      this.now,
    );
    container.on('action', (action, attributes) => this.tell(container, action, attributes));
    this.containers.set(container.id, container);
    this.tell(container, 'create', {});
    return container;
  }

  remove(container: FakeContainer): void {
    this.containers.delete(container.id);
    container.remove();
    this.tell(container, 'destroy', {});
  }

  filesOf(container: FakeContainer): MountedFiles {
    const mounts = new Map<string, Files>();
    for (const { Type, Source, Target } of container.body.HostConfig?.Mounts ?? []) {
      const files = Type === 'volume' && Source !== undefined ? this.volumes.get(Source)?.files : undefined;
      if (files !== undefined) mounts.set(Target, files);
    }
    return new MountedFiles(container.files, mounts);
  }

  tell(container: FakeContainer, action: string, attributes: Record<string, string>): void {
    const now = Date.now();
    this.events.emit('event', {
      Type: 'container',
      Action: action,
      Actor: {
        ID: container.id,
        Attributes: { ...container.body.Labels, name: container.name, image: container.body.Image, ...attributes },
      },
      time: Math.floor(now / 1000),
      timeNano: now * 1_000_000,
    });
  }
}
