import type { Span } from '../core/source.ts';
import type { Namespace } from './container-keys.ts';
import { spanAt } from './tree.ts';
import type { UnitDraft } from './unit-draft.ts';

/** A unit that another one's container is made with. */
export interface Implied {
  readonly name: string;
  /** the key that names it */
  readonly what: string;
  readonly restart: boolean;
  readonly span: Span;
}

/** Units that a unit comes after because it shares something with them (as Compose has it: they have to be started). */
export function impliedBy({ keys, tree }: UnitDraft): readonly Implied[] {
  const { links = [], volumes_from: volumesFrom = [], network_mode: networkMode, ipc, pid } = keys;
  const shared = (what: string, namespace: Namespace | undefined): readonly Implied[] =>
    namespace?.kind === 'unit' ? [{ name: namespace.unit, what, restart: true, span: spanAt(tree, what) }] : [];
  return [
    ...links.map(({ unit }, at) => ({ name: unit, what: 'links', restart: true, span: spanAt(tree, 'links', at) })),
    ...shared('network_mode', networkMode),
    ...shared('ipc', ipc),
    ...shared('pid', pid),
    ...volumesFrom.flatMap(({ from }, at) =>
      from.kind === 'unit'
        ? [{ name: from.name, what: 'volumes_from', restart: false, span: spanAt(tree, 'volumes_from', at) }]
        : [],
    ),
  ];
}
