import { resolve } from 'node:path';
import type { Span } from '../../core/source.ts';
import { didYouMean } from '../../core/suggest.ts';
import type { Report } from '../context.ts';
import { at, type Entry, type MapTree, spanAt, type Tree } from '../tree.ts';
import { mergeMaps } from './merge.ts';

/** What extending needs of the files around. */
export interface ExtendContext {
  /** Another file's values, read once; undefined where it can not be had, which is reported at `span`. */
  readonly fileAt: (path: string, span: Span) => Promise<MapTree | undefined>;
  readonly report: Report;
  /** places of circles that have been told */
  readonly circles: Set<Span>;
  /** units that are done, so that a base of many is put together once */
  readonly done: Map<MapTree, MapTree>;
}

interface Base {
  readonly service: string;
  /** absolute; absent: the same file */
  readonly file?: string;
  readonly span: Span;
}

const sections = ['services', 'jobs'] as const;

/** Far more than anybody follows; a chain without end would exhaust the stack. */
const longest = 100;

/**
 * A file in which every unit has what it inherits through `extends`, of the same file or of another one, whose relative
 * paths go on to count from there (Compose Specification, `extends`).
 */
export async function withExtends(file: MapTree, context: ExtendContext): Promise<MapTree> {
  const entries = new Map<string, Entry>(file.entries);
  for (const section of sections) {
    const entry = entries.get(section);
    if (entry?.value.kind !== 'map') continue;
    const units = new Map<string, Entry>(entry.value.entries);
    for (const [name, unit] of units) {
      if (!isExtending(unit.value)) continue;
      units.set(name, { ...unit, value: await extended(file, section, name, unit.value, [], context) });
    }
    entries.set(section, { ...entry, value: { ...entry.value, entries: units } });
  }
  return { ...file, entries };
}

const isExtending = (unit: Tree): unit is MapTree => unit.kind === 'map' && unit.entries.has('extends');

interface Step {
  readonly file: MapTree;
  readonly name: string;
  readonly span: Span;
}

async function extended(
  file: MapTree,
  section: (typeof sections)[number],
  name: string,
  unit: MapTree,
  path: readonly Step[],
  context: ExtendContext,
): Promise<MapTree> {
  const known = context.done.get(unit);
  if (known !== undefined) return known;
  const own = { ...unit, entries: new Map([...unit.entries].filter(([key]) => key !== 'extends')) };
  const base = baseOf(unit, context);
  // What leads nowhere stays there, so that nobody misses an image as well.
  if (base === undefined) return unit;
  const here: readonly Step[] = [...path, { file, name, span: base.span }];
  if (here.length > longest) {
    reportTooLong(here, context);
    return unit;
  }
  const other = base.file === undefined ? file : await context.fileAt(base.file, base.span);
  if (other === undefined) return unit;
  if (here.some((step) => step.file === other && step.name === base.service)) {
    reportCycle(here, base, context);
    return unit;
  }
  const isJob = section === 'jobs' && at(other, 'jobs', base.service) !== undefined;
  // A job may extend a service: files that only hold what others share have nothing else.
  const place = section === 'jobs' && !isJob ? 'services' : section;
  const found = at(other, place, base.service);
  if (found?.kind !== 'map') {
    if (found === undefined) reportMissing(name, base, other, section, context);
    return unit;
  }
  const ancestor = isExtending(found) ? await extended(other, place, base.service, found, here, context) : found;
  return { ...mergeMaps(ancestor, own, []), span: unit.span };
}

function baseOf(unit: MapTree, { report }: ExtendContext): Base | undefined {
  const value = at(unit, 'extends');
  const service = value?.kind === 'map' ? at(value, 'service') : value;
  const file = at(value, 'file');
  if (value === undefined) return undefined;
  if (service?.kind !== 'scalar' || service.value === null) {
    const message = '"extends" must be the name of a service, or a map with "service" and "file"';
    report({ severity: 'error', code: 'wrong-type', message, span: value.span });
    return undefined;
  }
  const { span } = service;
  if (file?.kind !== 'scalar' || file.value === null) return { service: service.text, span };
  return { service: service.text, file: resolve(file.span.source.folder, file.text), span };
}

function reportCycle(path: readonly Step[], { service, span }: Base, { report, circles }: ExtendContext): void {
  const from = path.findIndex((step) => step.name === service);
  const circle = path.slice(Math.max(0, from));
  const names = [...circle.map(({ name }) => name), service];
  if (circle.some((step) => circles.has(step.span))) return;
  for (const step of circle) circles.add(step.span);
  report({
    severity: 'error',
    code: 'extends-cycle',
    message: `"extends" goes in a circle: ${names.join(' → ')}`,
    span,
    related: circle.slice(0, -1).map((step) => ({ message: `"${step.name}" goes on here`, span: step.span })),
    hint: 'one of them must not extend another',
  });
}

function reportTooLong([first]: readonly Step[], { report }: ExtendContext): void {
  if (first === undefined) return;
  const message = `"${first.name}" extends others through more than ${longest} services`;
  const hint = 'extend the one that says the most';
  report({ severity: 'error', code: 'chain-too-long', message, span: first.span, hint });
}

function reportMissing(name: string, base: Base, other: MapTree, section: string, { report }: ExtendContext): void {
  const units = at(other, section);
  const known = units?.kind === 'map' ? [...units.entries.keys()].filter((key) => key !== name) : [];
  const where = spanAt(other).source.path;
  const hint = didYouMean(base.service, known) ?? `"${where}" has ${known.slice(0, 10).join(', ') || 'no services'}`;
  const message = `"${name}" extends "${base.service}", which is not in "${where}"`;
  report({ severity: 'error', code: 'unknown-from', message, span: base.span, hint });
}
