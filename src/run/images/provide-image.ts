import type { Clock } from '../../core/clock.ts';
import type { EventBody } from '../../core/event.ts';
import { DevstackError } from '../../core/failure.ts';
import type { InstanceId } from '../../core/unit-state.ts';
import type { BuildProgress, Engine, ImageFacts } from '../../engine/engine.ts';
import type { Unit } from '../../manifest/model.ts';
import type { ImagePolicy } from '../up-policy.ts';
import { type ImageStep, imageStep } from './image-step.ts';

/** What fetching and building of images needs. */
export interface ImageWork {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly emit: (event: EventBody) => void;
  readonly project: string;
  readonly policy: ImagePolicy;
  readonly signal: AbortSignal;
}

/** Sees to it that the engine has a unit's image as its policy wants it. Throws `image-missing`, `image-pull`, `image-build`. */
export async function provideImage(
  work: ImageWork,
  unit: Unit,
  instance: InstanceId,
  present: ImageFacts | undefined,
): Promise<void> {
  const step = imageStep(unit, present, work.policy, work.clock.now());
  switch (step.kind) {
    case 'none':
      return;
    case 'missing':
      throw missing(unit, step.why);
    case 'build':
      return await build(work, unit, instance);
    case 'pull':
      return await pull(work, unit, instance, step);
  }
}

async function pull(
  work: ImageWork,
  unit: Unit,
  instance: InstanceId,
  { fallback }: Extract<ImageStep, { kind: 'pull' }>,
): Promise<void> {
  const { engine, clock, emit, signal } = work;
  const { image } = unit;
  const began = clock.monotonic();
  emit({ type: 'unit.pulling', instance, image });
  try {
    await engine.pull(
      image,
      unit.container.platform,
      (told) => emit({ type: 'image.progress', image, ...told }),
      signal,
    );
  } catch (error) {
    signal.throwIfAborted();
    if (fallback === 'none') throw error;
    const why = error instanceof Error ? error.message : String(error);
    emit({
      type: 'warning',
      message: `${why}; ${fallback === 'build' ? 'it is built instead' : 'the present one is used'}`,
    });
    return fallback === 'build' ? await build(work, unit, instance) : undefined;
  }
  emit({ type: 'image.pulled', image, durationMs: clock.monotonic() - began });
}

async function build(work: ImageWork, unit: Unit, instance: InstanceId): Promise<void> {
  const { engine, clock, emit, project, signal } = work;
  const { image, build: definition, container } = unit;
  if (definition === undefined) return;
  const began = clock.monotonic();
  emit({ type: 'unit.building', instance, image });
  const platform = container.platform === undefined ? {} : { platform: container.platform };
  const spec = { reference: image, project, unit: unit.name, build: definition, ...platform };
  const tell = (told: BuildProgress): void => {
    if (told.kind === 'line') emit({ type: 'log', instance, stream: 'stdout', line: told.line });
    else emit({ type: 'image.building', image, step: told.name, number: told.number, total: told.total });
  };
  await engine.build(spec, tell, signal);
  emit({ type: 'image.built', image, durationMs: clock.monotonic() - began });
}

function missing({ name, kind, image, build: definition }: Unit, why: string): DevstackError {
  return new DevstackError({
    code: 'image-missing',
    family: 'unit',
    message: `the image "${image}" of ${kind} "${name}" is not there, and ${why}`,
    hint: definition === undefined ? `fetch it with: docker pull ${image}` : 'build it with: devstack build',
  });
}
