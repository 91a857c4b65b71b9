import { expect, it } from 'vitest';
import { parseCron } from '../../src/manifest/cron.ts';

it.each(['0 3 * * *', '*/5 * * * *', '0,30 8-18 1 jan-jun Mon', '0 0 * * 7', '10-50/10 * * * 1-5', '@daily'])(
  '"%s" is a schedule',
  (line) => {
    expect(parseCron(line)).toEqual({ ok: true, value: line });
  },
);

it.each([
  ['3am', /five fields/],
  ['0 3 * *', /five fields/],
  ['60 * * * *', /minute "60".*0 to 59/],
  ['* 24 * * *', /hour "24"/],
  ['* * 0 * *', /day of the month "0"/],
  ['* * * foo *', /month "foo"/],
  ['* * * * mon-', /day of the week "mon-"/],
  ['*/0 * * * *', /minute/],
  ['30-10 * * * *', /minute/],
  ['@reboot', /five fields/],
])('"%s" is none', (line, reason) => {
  expect(parseCron(line)).toEqual({ ok: false, reason: expect.stringMatching(reason) });
});
