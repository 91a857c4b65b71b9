// Draws frames for nobody, in a program of its own that is bundled like devstack, and tells what each has cost in ms.
import { EventEmitter, once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { instanceId } from '../../../src/core/unit-state.ts';
import { mount } from '../../../src/ui/ink/mount.tsx';
import type { Terminal } from '../../../src/ui/ink/opening.ts';
import { Screen } from '../../../src/ui/ink/screen.ts';
import { themeFor } from '../../../src/ui/theme.ts';
import { ScriptedRun } from '../../ui/scripted-run.ts';

const size = { columns: 200, rows: 60 };
const units = 50;
const lines = 20_000;
const frames = 300;
const stepMs = 83;

/** Fifty units that start, each after five others, and lines with colours and signs of every length. */
function busyRun(): ScriptedRun {
  const names = Array.from({ length: units }, (_, index) => `service-${index}`);
  const stack = names.map((name, index) => [name, { ports: [`127.0.0.1:${8000 + index}→80`] }] as const);
  return new ScriptedRun({ all: Object.fromEntries(stack) }, 'wide');
}

const lineOf = (index: number): string =>
  `\u001b[32mINFO\u001b[0m request ${index} GET /items/${'x'.repeat(index % 160)} ${index % 7 === 0 ? '→ größer' : '200'}`;

/** A terminal that takes everything and shows nothing. */
function nullTerminal(): { readonly terminal: Terminal; readonly written: EventEmitter } {
  const written = new EventEmitter();
  const stdout = new Writable({
    write(_chunk, _encoding, done) {
      written.emit('frame');
      done();
    },
  });
  const nothing = (): void => undefined;
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: nothing, ref: nothing, unref: nothing });
  const terminal = { stdin, stdout: Object.assign(stdout, { isTTY: true, ...size }) };
  return { terminal: terminal as unknown as Terminal, written };
}

/** CPU of this process so far, ms. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** All that there is fits on the screen. */
async function* nothing(): AsyncGenerator<never> {
  // There is no engine to read from.
}

/** What one frame of a full screen costs from what has happened to what is written: laid out, drawn by Ink, compared. */
async function frameCosts(): Promise<readonly number[]> {
  const run = busyRun();
  const theme = themeFor({ environment: { TERM: 'xterm-256color' }, isTTY: true });
  const screen = new Screen({ perform: () => undefined, readPast: nothing, theme, now: () => run.now });
  run.show({ event: (event, view) => screen.event(event, view), close: async () => screen.close() });
  for (let index = 0; index < units; index++) {
    run.play(index, { type: 'unit.starting', instance: instanceId(`service-${index}`) });
  }
  for (let index = 0; index < lines; index++) run.log(100, `service-${index % units}`, lineOf(index));
  const { terminal, written } = nullTerminal();
  const unmount = mount({ screen, onSuspendable: () => undefined }, terminal, false);
  const costs: number[] = [];
  for (let tick = 0; tick < frames; tick++) {
    // Other lines at every frame, as in a flood.
    for (let line = 0; line < size.rows; line++) {
      run.log(100 + tick * stepMs, `service-${line % units}`, lineOf(tick * line));
    }
    const began = cpuMs();
    const drawn = once(written, 'frame');
    screen.update((state) => state);
    await drawn;
    costs.push(cpuMs() - began);
  }
  screen.close();
  await unmount();
  return costs;
}

process.stdout.write(JSON.stringify(await frameCosts()));
