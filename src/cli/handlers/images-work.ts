import { exitCodes, failureOf } from '../../core/failure.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Build } from '../../manifest/build-model.ts';
import type { Unit } from '../../manifest/model.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Handler, Options } from '../command.ts';
import { formatFailure } from '../error-report.ts';
import { type ImageTeller, imageTeller } from '../image-teller.ts';
import { environmentOf } from '../name-values.ts';
import { errorTheme, warn } from '../out.ts';
import type { Shell } from '../shell.ts';
import { readStack } from '../stack.ts';
import { withEngine } from '../with-engine.ts';

/** More at once share one line and one disk. */
const parallelWork = 4;

type Work = (engine: Engine, unit: Unit, tell: ImageTeller, signal: AbortSignal) => Promise<void>;

/** Builds images of units, also those that are there. */
export const build: Handler = async ({ args, options }, shell) => {
  const plan = await planOf(args, options, shell);
  const units = [...plan.units.values()].map(({ unit }) => unit).filter((unit) => unit.build !== undefined);
  return await forEach(units, shell, options, async (engine, unit, tell, signal) => {
    const definition = unit.build && buildWith(unit.build, options, shell);
    if (definition === undefined) return;
    const { platform } = unit.container;
    const spec = {
      reference: unit.image,
      project: plan.project,
      unit: unit.name,
      build: definition,
      ...(platform !== undefined && { platform }),
    };
    await engine.build(spec, (progress) => tell.build(unit.image, progress), signal);
    tell.done(unit.image, 'built');
    if (options.push) await pushOne(engine, unit, tell, signal);
  });
};

/** Fetches images of units that are not built here. */
export const pull: Handler = async ({ args, options }, shell) => {
  const { units } = await planOf(args, options, shell);
  const wanted = [...units.values()]
    .map(({ unit }) => unit)
    .filter(({ place }) => place !== 'host')
    .filter(({ build: definition, pullPolicy: { kind } }) => !definition && kind !== 'never' && kind !== 'build');
  const images = [...new Map(wanted.map((unit) => [unit.image, unit])).values()];
  return await forEach(images, shell, options, async (engine, { image, container }, tell, signal) => {
    if (options.policy === 'missing' && (await engine.image(image, signal))) return tell.done(image, 'is here');
    await engine.pull(image, container.platform, (progress) => tell.bytes(image, progress), signal);
    tell.done(image, 'pulled');
  });
};

/** Sends images that are built here to their registry. */
export const push: Handler = async ({ args, options }, shell) => {
  const { units } = await planOf(args, options, shell);
  const built = [...units.values()].map(({ unit }) => unit).filter((unit) => unit.build !== undefined);
  return await forEach(built, shell, options, pushOne);
};

async function pushOne(engine: Engine, unit: Unit, tell: ImageTeller, signal: AbortSignal): Promise<void> {
  for (const image of [unit.image, ...(unit.build?.tags ?? [])]) {
    await engine.push(image, (progress) => tell.bytes(image, progress), signal);
    tell.done(image, 'pushed');
  }
}

async function planOf(args: readonly string[], options: Options, shell: Shell): Promise<Plan> {
  const { plan, warnings } = await readStack(options, { units: args, alone: options.includeDeps !== true }, shell);
  warn(warnings, shell);
  return plan;
}

function buildWith(build: Build, { cache, pull: base, buildArg = [] }: Options, { host }: Shell): Build {
  return {
    ...build,
    args: new Map([...build.args, ...environmentOf(buildArg, host.environment)]),
    noCache: build.noCache || cache === false,
    pull: build.pull || base === true,
  };
}

/** Does the work for each unit, some at once; a failure is told and the others go on. */
async function forEach(units: readonly Unit[], shell: Shell, options: Options, work: Work): Promise<number> {
  const tell = imageTeller(shell, options.quiet === true);
  if (units.length === 0) shell.stderr.write('nothing to do: none of these units has such an image\n');
  const complete = await withEngine(shell, async (engine, signal) => {
    const queue = units.values();
    let isComplete = true;
    const worker = async (): Promise<void> => {
      for (const unit of queue) {
        try {
          await work(engine, unit, tell, signal);
        } catch (error) {
          signal.throwIfAborted();
          const failure = failureOf(error);
          if (failure.family !== 'unit') throw error;
          isComplete = false;
          shell.stderr.write(formatFailure(failure, errorTheme(shell)));
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(parallelWork, units.length) }, worker));
    return isComplete;
  });
  return complete || options.ignorePullFailures ? exitCodes.ok : exitCodes.unit;
}
