import { skipUnit } from '../../../src/manifest/edit/change-unit.ts';
import { createStage } from '../../../src/manifest/edit/create-stage.ts';
import { editStage } from '../../../src/manifest/edit/edit-stage.ts';
import type { EditCase } from './edited.ts';

const last = { kind: 'last' } as const;
const web = '"services": {\n    "web": {"image": "busybox:1.36", "stage": "a"}\n  }';
const bare = '{\n  "services": {\n    "web": {"image": "busybox:1.36"}\n  }\n}\n';

/** Changes of manifests that are JSON too. */
export const jsonCases: readonly EditCase[] = [
  {
    name: 'a name',
    before: `{\n  "stages": ["a"],\n  ${web}\n}\n`,
    change: (project) => createStage(project, { name: 'b c', position: last }),
    after: `{\n  "stages": ["a", "b c"],\n  ${web}\n}\n`,
  },
  {
    name: 'a name with a description',
    before: `{\n  "stages": ["a"],\n  ${web}\n}\n`,
    change: (project) => createStage(project, { name: 'b', description: 'what: "it" is, [so]', position: last }),
    after: `{\n  "stages": ["a", {"name": "b", "description": "what: \\"it\\" is, [so]"}],\n  ${web}\n}\n`,
  },
  {
    name: 'the first stage, and all units in it',
    before: bare,
    change: (project) => createStage(project, { name: 'a', position: last }),
    after: `{\n  "stages": ["a"],\n  "services": {\n    "web": {"stage": "a", "image": "busybox:1.36"}\n  }\n}\n`,
  },
  {
    name: 'a description',
    before: `{\n  "stages": ["a"],\n  ${web}\n}\n`,
    change: (project) => editStage(project, 'a', { description: 'databases' }),
    after: `{\n  "stages": [{"name": "a", "description": "databases"}],\n  ${web}\n}\n`,
  },
  {
    name: 'a switch',
    before: bare,
    change: (project) => skipUnit(project, 'web', true),
    after: '{\n  "services": {\n    "web": {"skip": true, "image": "busybox:1.36"}\n  }\n}\n',
  },
];
