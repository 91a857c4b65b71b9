import type { Ulimit } from './container-keys.ts';

/** A secret that a build may read, never part of an image. */
export interface BuildSecret {
  readonly id: string;
  readonly source:
    | { readonly kind: 'file'; readonly path: string }
    | { readonly kind: 'value'; readonly value: string };
}

/** An ssh agent, or keys, that a build may use under an id. */
export interface BuildSsh {
  readonly id: string;
  /** absolute paths of a socket or of private keys; absent: the agent of `SSH_AUTH_SOCK` */
  readonly path?: string;
}

/** How an image is built (Compose Build Specification). Sizes in bytes. */
export interface Build {
  /** an absolute folder, or a URL that the engine fetches itself */
  readonly context: { readonly kind: 'folder'; readonly path: string } | { readonly kind: 'url'; readonly url: string };
  /** within the context, or absolute; absent: `Dockerfile` */
  readonly dockerfile?: string;
  readonly dockerfileInline?: string;
  /** a value that is undefined is taken from nowhere: the Dockerfile's default holds */
  readonly args: ReadonlyMap<string, string>;
  readonly target?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly cacheFrom: readonly string[];
  readonly secrets: readonly BuildSecret[];
  readonly ssh: readonly BuildSsh[];
  /** `name:address` */
  readonly extraHosts: readonly string[];
  readonly network?: string;
  readonly platforms: readonly string[];
  readonly shmSize?: number;
  readonly pull: boolean;
  readonly noCache: boolean;
  /** further names of the image */
  readonly tags: readonly string[];
  readonly ulimits: Readonly<Record<string, Ulimit>>;
  readonly isolation?: string;
  readonly privileged: boolean;
}
