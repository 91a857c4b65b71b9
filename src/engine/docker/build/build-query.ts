import type { BuildSpec } from '../../build-spec.ts';
import { composeLabel, label } from '../labels.ts';

/** Parameters of a call that makes an image. */
export type Query = Readonly<Record<string, string | number | boolean | object>>;

/**
 * What both builders are told of a build (Engine API, `ImageBuild`). Values of build arguments go into the URL, since
 * the API has no other place for them; a secret belongs under `secrets`, which never does.
 */
export function buildQuery(spec: BuildSpec, platform: string | undefined): Query {
  const { build } = spec;
  const cacheFrom = build.cacheFrom.map(cacheImage).filter((image) => image !== undefined);
  const ulimits = Object.entries(build.ulimits).map(([Name, { soft, hard }]) => ({ Name, Soft: soft, Hard: hard }));
  return {
    t: [...new Set([spec.reference, ...build.tags])],
    buildargs: Object.fromEntries(build.args),
    labels: JSON.stringify(labelsOf(spec)),
    rm: true,
    forcerm: true,
    ...(build.target !== undefined && { target: build.target }),
    ...(cacheFrom.length > 0 && { cachefrom: JSON.stringify(cacheFrom) }),
    ...(build.extraHosts.length > 0 && { extrahosts: build.extraHosts }),
    ...(build.network !== undefined && { networkmode: build.network }),
    ...(build.shmSize !== undefined && { shmsize: build.shmSize }),
    ...(ulimits.length > 0 && { ulimits: JSON.stringify(ulimits) }),
    ...(build.isolation !== undefined && { isolation: build.isolation }),
    ...(platform !== undefined && { platform }),
    ...(build.pull && { pull: true }),
    ...(build.noCache && { nocache: true }),
  };
}

/** The image that an entry of `cache_from` means, which is all that an engine's builder takes; undefined: another store. */
export function cacheImage(entry: string): string | undefined {
  const fields = entry.split(',').map((text) => text.split('='));
  const field = (key: string): string | undefined => fields.find(([name]) => name === key)?.[1];
  const type = field('type');
  return type === undefined ? entry : type === 'registry' ? field('ref') : undefined;
}

/** The user's own, and whose image it is, as Compose tells it too. */
const labelsOf = ({ build, project, unit }: BuildSpec): Readonly<Record<string, string>> => ({
  ...build.labels,
  [label.project]: project,
  [label.unit]: unit,
  [composeLabel.project]: project,
  [composeLabel.service]: unit,
});
