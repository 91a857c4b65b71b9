import { type Document, isAlias, isMap, isScalar, Pair, Scalar, visit, YAMLMap } from 'yaml';
import { wordReader } from '../read-number.ts';
import type { ReadWord } from '../read-values.ts';
import { serviceShape } from '../schema.ts';
import { withoutEarlyAliases } from './early-aliases.ts';
import type { Proposal } from './propose-stages.ts';

type AnyMap = YAMLMap<unknown, unknown>;

/** What of a project a file of it is changed by. */
export interface Change {
  readonly proposal: Proposal;
  /** the first file has the stages */
  readonly isFirst: boolean;
  /** units that stand in a file before it, and have their stage there */
  readonly before: ReadonlySet<string>;
  /** keys that a unit has, its own and inherited ones */
  readonly keysOf: (unit: string) => ReadonlySet<string>;
}

/** Turns a Compose file into a devstack.yaml in place; comments and order stay. */
export function toDevstack(document: Document, change: Change): void {
  const root = document.contents;
  if (!isMap(root)) return;
  lift(root);
  root.delete('version');
  keepMeaning(document);
  const services = root.get('services', true);
  if (isMap(services)) {
    for (const pair of services.items) if (isMap(pair.value)) lift(pair.value);
    if (change.isFirst) addStages(document, root, change.proposal);
    placeUnits(document, services, change);
    moveJobs(document, root, services, change);
  }
  withoutEarlyAliases(document);
}

const nameOf = ({ key }: Pair<unknown, unknown>): string => String(isScalar(key) ? key.value : key);

/** What stands under `x-devstack` stands beside the others in a devstack.yaml. */
function lift(map: AnyMap): void {
  const extension = map.get('x-devstack', true);
  if (!isMap(extension)) return;
  map.delete('x-devstack');
  for (const pair of extension.items) if (!map.has(nameOf(pair))) map.items.push(pair);
}

/** The number that a word of a Compose file is, if it is one. */
function numberIn(value: unknown, source: string, wordOf: ReadWord): ReturnType<ReadWord> | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const word = wordOf(value, source);
  return typeof value === 'number' || typeof word.value === 'number' ? word : undefined;
}

/** What is read in another way in a devstack.yaml is written so that it means the same. */
function keepMeaning(document: Document): void {
  const wordOf = wordReader('compose');
  visit(document, {
    Scalar(place, node) {
      const { value, source = '', tag } = node;
      if (place === 'key') return;
      const word = typeof value === 'number' || node.type === 'PLAIN' ? numberIn(value, source, wordOf) : undefined;
      if (tag === '!reset') node.value = null;
      else if (word !== undefined) {
        if (word.text === source && String(value) === source) return;
        node.value = String(word.value) === word.text ? word.value : word.text;
        delete node.format;
        delete node.minFractionDigits;
      }
      // A lone dollar is one in a Compose file, and a mistake here.
      else if (typeof value === 'string') node.value = value.replaceAll(/\$\$|\$(?![A-Za-z_{])/g, () => '$$');
      else if (typeof value === 'boolean') node.source = String(value);
    },
  });
}

function addStages(document: Document, root: AnyMap, { stages }: Proposal): void {
  if (stages.length === 0 || root.has('stages')) return;
  const list = document.createPair('stages', document.createNode(stages, { flow: true }));
  const place = root.items.findIndex((pair) => nameOf(pair) === 'name') + 1;
  const next = root.items[place]?.key;
  // A comment at the top is about the file.
  if (place === 0 && isScalar(next) && isScalar(list.key)) {
    if (next.commentBefore) list.key.commentBefore = next.commentBefore;
    next.commentBefore = null;
    next.spaceBefore = true;
  }
  root.items.splice(place, 0, list);
}

function placeUnits(document: Document, services: AnyMap, { proposal, before }: Change): void {
  for (const pair of services.items) {
    const stage = proposal.stageOf.get(nameOf(pair));
    const isPlaced = before.has(nameOf(pair)) || (isMap(pair.value) && pair.value.has('stage'));
    if (stage !== undefined && !isPlaced) addFirst(pair, document.createPair('stage', stage));
  }
}

function addFirst(unit: Pair<unknown, unknown>, pair: Pair<unknown, unknown>): void {
  if (isMap(unit.value)) {
    // What is said before the first key may be about it.
    unit.value.items.splice(unit.value.commentBefore ? 1 : 0, 0, pair);
    return;
  }
  const map = new YAMLMap();
  map.items.push(pair);
  if (isAlias(unit.value)) map.items.push(new Pair(new Scalar('<<'), unit.value));
  unit.value = map;
}

function moveJobs(document: Document, root: AnyMap, services: AnyMap, { proposal, keysOf }: Change): void {
  const moved = services.items.filter((pair) => proposal.jobs.has(nameOf(pair)));
  if (moved.length === 0) return;
  const [first] = services.items;
  const [top] = moved;
  if (isScalar(top?.key)) top.key.spaceBefore = false;
  // A comment before the first service stands at the map of all of them.
  if (first !== undefined && moved.includes(first) && isScalar(first.key) && services.commentBefore) {
    first.key.commentBefore = services.commentBefore;
    services.commentBefore = null;
  }
  services.items = services.items.filter((pair) => !moved.includes(pair));
  for (const pair of moved) if (isMap(pair.value)) dropServiceKeys(pair.value, keysOf(nameOf(pair)));
  const jobs = root.get('jobs', true);
  if (isMap(jobs)) {
    jobs.items.push(...moved);
    return;
  }
  const added = new YAMLMap();
  added.items.push(...moved);
  const pair = document.createPair('jobs', added);
  if (isScalar(pair.key)) pair.key.spaceBefore = true;
  root.items.splice(root.items.findIndex((one) => nameOf(one) === 'services') + 1, 0, pair);
}

/** Keys that a job can not have; those that it inherits are taken away. */
function dropServiceKeys(unit: AnyMap, keys: ReadonlySet<string>): void {
  const inherits = unit.has('<<') || unit.has('extends');
  for (const key of Object.keys(serviceShape)) {
    unit.delete(key);
    if (!inherits || !keys.has(key)) continue;
    const reset = new Scalar(null);
    reset.tag = '!reset';
    unit.items.push(new Pair(new Scalar(key), reset));
  }
}
