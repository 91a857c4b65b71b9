import { expect, test } from 'vitest';
import { formatTable } from '../../src/cli/table.ts';

test('a column is as wide as its widest text, and no line ends in blanks', () => {
  const rows = [
    ['api', 'running', '-'],
    ['postgres', 'up', ''],
  ];
  expect(formatTable(['UNIT', 'STATE', 'PORTS'], rows)).toBe(
    ['UNIT      STATE    PORTS', 'api       running  -', 'postgres  up', ''].join('\n'),
  );
});
