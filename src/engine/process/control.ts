import { rm } from 'node:fs/promises';
import type { ProcessIdentity } from '../../core/host.ts';
import { parseSignal } from '../../core/signal.ts';
import { processFailure } from './failures.ts';
import { Family, markOf } from './family.ts';
import { note } from './journal.ts';
import type { Request } from './protocol.ts';
import { stopFamily } from './stop-family.ts';
import type { SupervisorClient } from './supervisor-client.ts';
import { writeState } from './unit-file.ts';
import type { FoundUnit, Units } from './units.ts';

/** What a unit whose supervisor is gone counts as having ended with: killed. */
export const lostExitCode = 137;

/** Starts, stops and removes units: through their supervisor, and where that has died what it left, from here. */
export class Control {
  readonly #units: Units;
  readonly #clientOf: (project: string) => SupervisorClient;
  readonly #environment: Readonly<Record<string, string | undefined>>;

  constructor(
    units: Units,
    clientOf: (project: string) => SupervisorClient,
    environment: Readonly<Record<string, string | undefined>>,
  ) {
    this.#units = units;
    this.#clientOf = clientOf;
    this.#environment = environment;
  }

  async start(handle: string, signal: AbortSignal): Promise<boolean> {
    const unit = await this.#units.find(handle);
    if (unit === undefined) throw processFailure('container-start', `"${handle}" is gone`);
    await this.#ask(unit, { ...nameOf(unit), type: 'start', environment: this.#environment }, signal);
    return unit.state.kind !== 'running' && unit.state.kind !== 'paused';
  }

  async stop(handle: string, signal: AbortSignal, graceMs?: number): Promise<void> {
    const unit = await this.#units.find(handle);
    if (unit === undefined) return;
    if (unit.isLost) return await this.#endLost(unit, graceMs ?? unit.file.stopGracePeriod);
    const main = childOf(unit);
    if (main !== undefined) {
      const { stopSignal, stopGracePeriod } = unit.file;
      return await stopFamily(familyOf(unit, main), main.pid, stopSignal, graceMs ?? stopGracePeriod);
    }
    const grace = graceMs === undefined ? {} : { graceMs };
    await this.#ask(unit, { ...nameOf(unit), type: 'stop', ...grace }, signal);
  }

  async kill(handle: string, signal: AbortSignal, given: string): Promise<void> {
    const name = parseSignal(given);
    if (!name.ok) throw processFailure('engine-refused', `the signal ${name.reason}`);
    const unit = await this.#units.find(handle);
    if (unit === undefined) return;
    if (unit.isLost) return await this.#endLost(unit, 0);
    const main = childOf(unit);
    if (main !== undefined) return await familyOf(unit, main).kill();
    await this.#ask(unit, { ...nameOf(unit), type: 'kill', signal: name.value }, signal);
  }

  async change(type: 'pause' | 'unpause', handle: string, signal: AbortSignal): Promise<void> {
    const unit = await this.#units.find(handle);
    if (unit !== undefined && !unit.isLost) await this.#ask(unit, { ...nameOf(unit), type }, signal);
  }

  /** Lets the supervisor go with the last unit, so that nothing of the project runs when this resolves. */
  async remove(handle: string, signal: AbortSignal): Promise<void> {
    const unit = await this.#units.find(handle);
    if (unit === undefined) return;
    const { project } = unit.file.about;
    const isDone = !unit.isLost && (await this.#ask(unit, { ...nameOf(unit), type: 'remove' }, signal));
    if (!isDone) await this.#removeLost(unit);
    if ((await this.#units.of(project)).length === 0) await this.#clientOf(project).dismiss(signal);
  }

  #ask({ file }: FoundUnit, request: Request, signal: AbortSignal): Promise<boolean> {
    return this.#clientOf(file.about.project).ask(request, signal);
  }

  /** Ends what runs of a unit that nobody supervises, and writes down that it is over. */
  async #endLost(unit: FoundUnit, graceMs: number): Promise<void> {
    const { state, file, project, folder } = unit;
    if ('process' in state) {
      await stopFamily(familyOf(unit, state.process), undefined, file.stopSignal, graceMs);
    }
    const finishedAt = Date.now();
    const startedAt = 'startedAt' in state ? state.startedAt : finishedAt;
    await writeState(folder, { kind: 'exited', exitCode: lostExitCode, startedAt, finishedAt });
    await note(project, 'died', file, lostExitCode);
  }

  async #removeLost(unit: FoundUnit): Promise<void> {
    if (unit.isLost) await this.#endLost(unit, unit.file.stopGracePeriod);
    // Another who removes it at the same time has told so.
    if ((await this.#units.find(unit.handle)) === undefined) return;
    // Whoever ran it may be at the last lines of its log.
    await rm(unit.folder, { recursive: true, force: true, maxRetries: 10 });
    await note(unit.project, 'removed', unit.file);
  }
}

/** The process of a unit that runs attached to this one: no supervisor knows of it. */
function childOf({ state }: FoundUnit): ProcessIdentity | undefined {
  return 'process' in state && state.supervisor.pid === process.pid ? state.process : undefined;
}

const familyOf = ({ file }: FoundUnit, main: ProcessIdentity): Family => new Family(main, markOf(file));

const nameOf = ({ file: { name, id } }: FoundUnit) => ({ name, id });
