/** Keys of later versions of devstack that this version leaves out: they are told and ignored, since a stack often runs without them. */
export const laterKeys = {
  stage: new Set(['timeout']),
} as const satisfies Record<string, ReadonlySet<string>>;

const needsCluster = 'it is for a cluster of machines';
const otherPlatform = 'it is for Windows';
const otherTool = 'another tool would have to do it';

/** Keys that one engine can not honour, and why: of the file, of a unit, of its build. `*` stands for any item. */
export const ignoredKeys = {
  manifest: new Map([['models', otherTool]]),
  unit: new Map([
    ['build.additional_contexts', 'builds have one context'],
    ['build.cache_to', 'builds keep their cache in the engine'],
    ['build.entitlements', 'builds get no further rights'],
    ['build.no_cache_filter', 'builds use all of the cache, or none with "no_cache"'],
    ['build.provenance', 'images of this machine need no attestation'],
    ['build.sbom', 'images of this machine need no attestation'],
    ['credential_spec', otherPlatform],
    ['deploy.endpoint_mode', needsCluster],
    ['deploy.labels', needsCluster],
    ['deploy.placement', needsCluster],
    ['deploy.resources.reservations.cpus', needsCluster],
    ['deploy.resources.reservations.generic_resources', needsCluster],
    ['deploy.restart_policy.delay', 'the engine chooses its own delay'],
    ['deploy.restart_policy.window', needsCluster],
    ['deploy.rollback_config', needsCluster],
    ['deploy.update_config', needsCluster],
    ['develop', 'devstack does not watch files yet'],
    ['isolation', otherPlatform],
    ['models', otherTool],
    ['provider', 'what it provides has to be there already'],
    ['use_api_socket', 'mount the socket of the engine instead'],
    ['volumes.*.volume.labels', 'labels of an unnamed volume are not kept'],
  ]),
} as const satisfies Record<string, ReadonlyMap<string, string>>;

/** Keys that a Compose file has only under `x-devstack`. */
export const devstackKeys = {
  manifest: new Set(['barrier', 'environment', 'env_file', 'jobs', 'parity', 'stages', 'test']),
  unit: new Set([
    'aliases',
    'allow_failure',
    'backoff',
    'from',
    'inputs',
    'lifecycle',
    'migrations',
    'outputs',
    'process',
    'ready',
    'ready_timeout',
    'retries',
    'run',
    'schedule',
    'skip',
    'stage',
    'state',
    'timeout',
    'title',
  ]),
} as const satisfies Record<string, ReadonlySet<string>>;

/** What may stand under `x-devstack` of a Compose file, and of a service in it. */
export const extensionKeys = {
  manifest: new Set(['barrier', 'jobs', 'parity', 'stages', 'test']),
  unit: new Set([...devstackKeys.unit, 'depends_on', 'environment']),
} as const satisfies Record<string, ReadonlySet<string>>;
