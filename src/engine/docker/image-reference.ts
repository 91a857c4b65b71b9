/** The key under which the docker CLI keeps logins for Docker Hub. */
const dockerHub = 'https://index.docker.io/v1/';

/**
 * The registry that an image reference names: its first part when that looks like a host, else Docker Hub
 * (rule of distribution/reference: a dot, a port, upper case letters, or "localhost").
 */
export function registryOf(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  return isHost && !isDockerHub(first) ? first : dockerHub;
}

const isDockerHub = (name: string): boolean => /^(?:index\.|registry-1\.)?docker\.io$/.test(name);

/** A registry's name as logins are compared by: without scheme and path. */
export function registryHost(key: string): string {
  const host = key.replace(/^https?:\/\//, '').split('/', 1)[0] ?? '';
  return isDockerHub(host) ? 'docker.io' : host;
}

/** A reference's name and its tag, which is `latest` where it says none. */
export function nameAndTag(reference: string): readonly [name: string, tag: string] {
  const colon = reference.lastIndexOf(':');
  // A colon before the last slash belongs to a port.
  return colon > reference.lastIndexOf('/')
    ? [reference.slice(0, colon), reference.slice(colon + 1)]
    : [reference, 'latest'];
}
