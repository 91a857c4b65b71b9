import { createHash } from 'node:crypto';

/** The name under which the image is kept that a job's migrations were applied with (`devstack/<project>/<job>:<id>`). */
export const keptImage = (project: string, job: string, id: string): string =>
  `devstack/${component(project)}/${component(job)}:${id}`;

/** A part of an image's name: lower case letters and digits, single separators within; what had to go leaves a hash. */
function component(name: string): string {
  if (/^[a-z0-9]+([._-][a-z0-9]+)*$/.test(name)) return name;
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${plain}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`.replace(/^-/, '');
}
