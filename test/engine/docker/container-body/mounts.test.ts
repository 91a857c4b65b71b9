import { expect, test } from 'vitest';
import { mountsBody } from '../../../../src/engine/docker/container-body/mounts.ts';

const span = { source: { path: '', text: '', folder: '/' }, start: 0, end: 0 };
const bind = { type: 'bind', source: '/here', target: '/there', readOnly: false, create: true, span } as const;

test('a folder that is to be made where it is missing is made by engines of every version', () => {
  expect(mountsBody([bind], '1.41')).toMatchObject({ Binds: ['/here:/there'], Mounts: [] });
  expect(mountsBody([bind], '1.42')).toMatchObject({
    Binds: [],
    Mounts: [{ BindOptions: { CreateMountpoint: true } }],
  });
});

test('all that is said of a folder is said in the short form, too', () => {
  const mount = { ...bind, readOnly: true, selinux: 'Z', propagation: 'rslave', consistency: 'cached' } as const;
  expect(mountsBody([mount], '1.51')).toMatchObject({ Binds: ['/here:/there:ro,Z,rslave,cached'] });
});

test('a folder without what is mounted below it is in the long form with every engine', () => {
  const mount = { ...bind, recursive: 'disabled' } as const;
  expect(mountsBody([mount], '1.41')).toMatchObject({ Binds: [], Mounts: [{ BindOptions: { NonRecursive: true } }] });
});
