import { type Preset, presets } from './presets.ts';
import { type PresetName, type Probe, presetNames } from './readiness-model.ts';

/** What is known of a unit that says nothing of its readiness. */
export interface Ran {
  readonly image: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment: ReadonlyMap<string, string>;
}

/** The probe of a preset for a unit. */
export const presetProbe = (name: PresetName, { image, environment }: Ran): Probe =>
  presets[name].probe({ host: hostFor(image), environment });

/**
 * The preset that fits a unit by the name of its image; undefined where there is none, or where the command may start
 * something else or elsewhere than the probe would look: a wrong guess would keep a stack from becoming ready.
 */
export function choosePreset({ image, command = [], entrypoint }: Ran): PresetName | undefined {
  if (entrypoint !== undefined) return undefined;
  const last = pathOf(image).split('/').at(-1) ?? '';
  const name = presetNames.find((one) => presets[one].images.includes(last));
  return name !== undefined && startsServer(presets[name], command) && !movesPort(command) ? name : undefined;
}

/** An image's name without tag and digest. A colon before the last slash is that of a registry's port. */
const pathOf = (image: string): string => image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');

/** Official images pass options on to their server, and other words are other programs. */
function startsServer({ programs }: Preset, [first]: readonly string[]): boolean {
  return first === undefined || first.startsWith('-') || programs.includes(first.replace(/^.*\//, ''));
}

const movesPort = (command: readonly string[]): boolean =>
  command.some((word) => /^(-p\d*|--?port|--address)(=|$)|^port=/.test(word));

/**
 * Where the finished server, and not the one of its first initialisation, takes connections: official images open no
 * port at all in that time, Bitnami's open it on 127.0.0.1 alone.
 */
const hostFor = (image: string): string => (/(^|\/)bitnami[^/]*\//.test(image) ? '"$HOSTNAME"' : '127.0.0.1');
