import { expect, test } from 'vitest';
import { instanceId } from '../../../src/core/unit-state.ts';
import { rowLines } from '../../../src/ui/logs/log-rows.ts';
import { themeFor } from '../../../src/ui/theme.ts';

const theme = themeFor({ environment: { TERM: 'xterm-256color' }, isTTY: true });

test('a name that is shortened keeps the color that its unit has everywhere', () => {
  const name = 'order-processing-worker';
  const style = { theme, width: 60, labelWidth: 10, wrap: false, timestamps: false, pretty: false };
  const row = { place: 1, instance: instanceId(name), text: 'began' };
  const [line = ''] = rowLines(row, name, { ...style, search: undefined, match: undefined });
  expect(line).toContain(theme.paintUnit(name, 'order…rker'));
});
