import { isList } from './essence.ts';

/** An answer of the engine that was heard. */
interface Answer {
  readonly path: string;
  readonly body: Buffer;
}

/**
 * Paths at which containers are told of by themselves that lists among the answers tell enough of: they run, and have
 * places in networks, which each start makes anew. What else such an answer tells stays as it is for as long as they run.
 */
export function toldByLists(answers: Iterable<Answer>): (path: string) => boolean {
  const handles = new Set<string>();
  for (const { path, body } of answers) if (isList(path)) for (const handle of placedIn(body)) handles.add(handle);
  return (path) => handles.has(/\/containers\/([^/]+)\/json$/.exec(path)?.[1] ?? '');
}

/** As the engine tells them (engine API 1.41, ContainerList). */
interface Listed {
  readonly Id?: string;
  readonly State?: string;
  readonly NetworkSettings?: { readonly Networks?: Readonly<Record<string, { readonly EndpointID?: string }>> | null };
}

function placedIn(body: Buffer): readonly string[] {
  try {
    const listed: unknown = JSON.parse(body.toString('utf8'));
    return Array.isArray(listed) ? listed.filter(hasPlace).map(({ Id = '' }: Listed) => Id) : [];
  } catch {
    return [];
  }
}

function hasPlace({ State, NetworkSettings }: Listed): boolean {
  const places = Object.values(NetworkSettings?.Networks ?? {});
  return State === 'running' && places.length > 0 && places.every(({ EndpointID = '' }) => EndpointID !== '');
}
