import type { Manifest, Unit } from '../../manifest/model.ts';
import type { Observed } from '../../plan/observed.ts';
import type { Plan } from '../../plan/plan.ts';
import type { SessionOptions } from '../session.ts';
import { type UpRun, up } from '../up.ts';
import { usualPolicy } from '../up-policy.ts';
import { removeOwned } from './remove-owned.ts';

/** Something outside of this process that removes the stack when the process ends without having done so. */
interface Guard {
  /** It is not needed any more. */
  release(): Promise<void>;
}

/** What a stack that is there for one process only is made from. */
export interface IsolatedOptions extends Pick<SessionOptions, 'engine' | 'clock' | 'holder' | 'asked'> {
  /** of a manifest that was isolated */
  readonly plan: Plan;
  readonly manifest: Manifest;
  /** begins the guard of this stack; absent: it is to stay, whatever becomes of this process */
  readonly guard?: (project: string) => Guard;
}

/** A stack that is there for one process only. */
export interface IsolatedStack {
  readonly project: string;
  /** Brings it up; the run ends when all is ready, or something has failed. */
  up(observer: SessionOptions['observer'], options?: { readonly followLogs?: (unit: string) => boolean }): UpRun;
  /** One look at it, such as for the ports at which it is reached. */
  look(signal: AbortSignal): Promise<Observed>;
  /** Removes it with its data. False where something is left, which is told. */
  remove(observer: SessionOptions['observer']): Promise<boolean>;
}

/** Says that the stack belongs to this process, and has it guarded, before there is anything of it. */
export async function openIsolated(options: IsolatedOptions, signal: AbortSignal): Promise<IsolatedStack> {
  const { engine, clock, holder, asked, plan, manifest, guard } = options;
  const { project } = plan;
  const images = imagesOf(manifest);
  const guarding = guard?.(project);
  if (guarding !== undefined) await engine.own({ project, owner: holder, images }, signal);
  const common = { engine, clock, holder, ...(asked && { asked }) };
  return {
    project,
    up: (observer, { followLogs = () => false } = {}) =>
      up({
        ...common,
        observer,
        plan,
        unitNames: new Set(manifest.units.keys()),
        stay: 'no',
        followLogs,
        policy: usualPolicy,
      }),
    look: (signal) => engine.observe(project, signal),
    async remove(observer) {
      const hooksOf = (unit: string) => manifest.units.get(unit);
      const isGone = await removeOwned({ ...common, observer, plan, stack: { project, images }, hooksOf });
      await guarding?.release();
      return isGone;
    },
  };
}

/** Images that are built for this stack alone, since they are called after it. */
function imagesOf({ units, name }: Manifest): readonly string[] {
  const isOwn = ({ build, image, name: unit }: Unit): boolean => build !== undefined && image === `${name}-${unit}`;
  return [...new Set([...units.values()].filter(isOwn).map(({ image }) => image))];
}
