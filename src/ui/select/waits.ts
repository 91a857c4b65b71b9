import type { ImageWork, RunView } from '../../core/run-view.ts';
import { type HookStep, type InstanceId, unitOf } from '../../core/unit-state.ts';

/** How far an image has come, such as `45 %` or `3/5 RUN npm ci`; empty while nothing is known. */
export function progressText(work: ImageWork): string {
  if (work.kind === 'step') return `${work.number}/${work.total} ${work.name}`;
  return work.total === 0 ? '' : `${Math.floor((100 * work.current) / work.total)} %`;
}

/** `its image is being pulled: 45 %` */
export function imageText(view: RunView, instance: InstanceId, doing: 'pulling' | 'building'): string {
  const work = view.imageWorkOf(view.units.get(unitOf(instance))?.image ?? '');
  const progress = work === undefined ? '' : progressText(work);
  const said = doing === 'pulling' ? 'its image is being pulled' : 'its image is being built';
  return progress === '' ? said : `${said}: ${progress}`;
}

/** `runs post_start`, and which of them where there are several. */
export const hookText = ({ hook, number, of }: HookStep): string =>
  `runs ${hook}${of === 1 ? '' : ` ${number} of ${of}`}`;

/** What is due within this is due now, ms. */
const soon = 50;

/** `, next in 0.4s` until the next probe is due; empty where that is not known, or it is under way. */
export function nextText(nextAt: number | undefined, now: number | undefined): string {
  if (nextAt === undefined || now === undefined) return '';
  const dueMs = nextAt - now;
  return dueMs >= soon ? `, next in ${(dueMs / 1000).toFixed(1)}s` : '';
}
