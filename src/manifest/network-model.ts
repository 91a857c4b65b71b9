import type { Span } from '../core/source.ts';

/** A network of the manifest. */
export interface Network {
  readonly key: string;
  /** Name on the engine, already prefixed with the project unless it was given or is external. */
  readonly name: string;
  readonly external: boolean;
  readonly driver?: string;
  readonly driverOptions: Readonly<Record<string, string>>;
  readonly attachable: boolean;
  readonly internal: boolean;
  readonly enableIpv4?: boolean;
  readonly enableIpv6?: boolean;
  readonly ipam?: {
    readonly driver?: string;
    readonly options: Readonly<Record<string, string>>;
    readonly config: readonly {
      readonly subnet?: string;
      readonly ipRange?: string;
      readonly gateway?: string;
      readonly auxAddresses: Readonly<Record<string, string>>;
    }[];
  };
  readonly labels: Readonly<Record<string, string>>;
  readonly span: Span;
}

/** How a unit stands on one network. */
export interface Attachment {
  /** key of the network */
  readonly network: string;
  /** besides the unit's own name */
  readonly aliases: readonly string[];
  readonly ipv4?: string;
  readonly ipv6?: string;
  readonly linkLocal: readonly string[];
  readonly macAddress?: string;
  readonly driverOptions: Readonly<Record<string, string>>;
  /** the higher, the earlier it is connected */
  readonly priority: number;
  /** the highest is the default gateway (API 1.48) */
  readonly gatewayPriority?: number;
  /** API 1.49 */
  readonly interfaceName?: string;
}

/** What a unit is connected to. */
export type Networking =
  /** in the order in which they are connected */
  | { readonly kind: 'networks'; readonly attachments: readonly Attachment[] }
  /** `none`, `host`, `bridge` and what else the engine knows */
  | { readonly kind: 'mode'; readonly mode: string }
  | { readonly kind: 'unit'; readonly unit: string }
  | { readonly kind: 'container'; readonly container: string };
