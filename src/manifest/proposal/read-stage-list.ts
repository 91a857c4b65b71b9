import { fail, ok, type Result } from '../../core/result.ts';

/** A service of a pipeline, as far as its list of stages tells. */
export interface ListedService {
  /** what it is called there; absent where only its id is told */
  readonly name?: string;
  readonly title?: string;
  readonly id?: string;
  /** as APPLICATION, in capitals; '' where none is told */
  readonly type: string;
  /** of databases, as POSTGRESQL */
  readonly databaseType?: string;
  readonly version?: string;
  readonly skip: boolean;
}

/** A stage of a pipeline. */
export interface ListedStage {
  readonly name: string;
  readonly description?: string;
  readonly services: readonly ListedService[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a list of stages: the answer of Qovery's API to "List environment deployment stage", which has `results` and an
 * order of its own, or a plain list such as `devstack stage list --json` prints. Fails with what is wrong with it.
 */
export function readStageList(text: string): Result<readonly ListedStage[], string> {
  const parsed = parse(text);
  if (!parsed.ok) return parsed;
  const list = isFields(parsed.value) ? parsed.value.results : parsed.value;
  if (!Array.isArray(list) || list.length === 0) return fail('it has no list of stages');
  const stages: ListedStage[] = [];
  for (const [index, item] of inOrder(list).entries()) {
    if (!isFields(item) || typeof item.name !== 'string' || item.name.trim() === '') {
      return fail(`the ${index + 1}. stage has no "name"`);
    }
    const services = servicesOf(item);
    if (services === undefined) return fail(`stage "${item.name}" has no list of "services"`);
    stages.push({ name: item.name, ...given('description', textIn(item, 'description')), services });
  }
  return ok(stages);
}

function parse(text: string): Result<unknown, string> {
  try {
    return ok(JSON.parse(text));
  } catch {
    return fail('it is not JSON');
  }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const orderOf = (item: unknown): number =>
  isFields(item) && typeof item.deployment_order === 'number' ? item.deployment_order : 0;

const inOrder = (list: readonly unknown[]): readonly unknown[] =>
  list.toSorted((one, other) => orderOf(one) - orderOf(other));

function servicesOf(stage: Fields): readonly ListedService[] | undefined {
  const list = stage.services ?? stage.units ?? [];
  if (!Array.isArray(list) || !list.every(isFields)) return undefined;
  return list.map((item) => ({
    type: (textIn(item, 'service_type') ?? textIn(item, 'type') ?? '').toUpperCase(),
    skip: item.skip === true || item.is_skipped === true,
    ...given('name', textIn(item, 'name') ?? textIn(item, 'service_name')),
    ...given('title', textIn(item, 'title')),
    ...given('id', textIn(item, 'service_id') ?? textIn(item, 'id')),
    ...given('databaseType', textIn(item, 'database_type')?.toUpperCase()),
    ...given('version', textIn(item, 'version')),
  }));
}

function textIn(fields: Fields, key: string): string | undefined {
  const value = fields[key];
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

const given = <Key extends string>(key: Key, value: string | undefined): { readonly [Name in Key]?: string } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [Name in Key]: string });
