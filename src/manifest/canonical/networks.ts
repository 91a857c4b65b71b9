import { asMap } from '../files/shapes.ts';
import { list, mapFrom, number, object, type PlainMap, pairs, text, type Write } from './values.ts';

const attachment = object({
  aliases: list(text),
  driver_opts: pairs,
  gw_priority: number,
  interface_name: text,
  ipv4_address: text,
  ipv6_address: text,
  link_local_ips: list(text),
  mac_address: text,
  priority: number,
});

/** Networks that a unit is on, as a map. */
export const attachments: Write = (tree, scope) => {
  const entries = [...asMap(tree).entries].map(([name, { value }]): [string, PlainMap | null] => {
    const written = attachment(value, scope) as PlainMap | undefined;
    return [name, written === undefined || Object.keys(written).length === 0 ? null : written];
  });
  return mapFrom(entries);
};
