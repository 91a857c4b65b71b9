import { isGiven, type Plan, type PlannedUnit } from '../../plan/plan.ts';
import type { Look } from '../look.ts';
import type { UpOptions } from '../up.ts';
import { imageStep } from './image-step.ts';

/** Units whose image is there, and to be fetched or built all the same; one for each image. */
export function unitsToRenew(
  plan: Plan,
  { images }: Pick<Look, 'images'>,
  { policy, clock }: Pick<UpOptions, 'policy' | 'clock'>,
): readonly PlannedUnit[] {
  const byImage = new Map<string, PlannedUnit>();
  for (const planned of plan.units.values()) {
    const { unit } = planned;
    const present = images.get(unit.image);
    if (present === undefined || byImage.has(unit.image) || isGiven(plan, planned)) continue;
    const step = imageStep(unit, present, policy.images, clock.now());
    if (step.kind === 'build' || step.kind === 'pull') byImage.set(unit.image, planned);
  }
  return [...byImage.values()];
}
