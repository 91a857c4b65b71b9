import type { Event, Intent } from '../../core/event.ts';
import { DevstackError } from '../../core/failure.ts';
import { nextTurn } from '../../core/next-turn.ts';
import type { Selection } from '../../plan/select-units.ts';
import { systemClock } from '../../run/system-clock.ts';
import { up as startRun, type UpOptions } from '../../run/up.ts';
import type { UpPolicy } from '../../run/up-policy.ts';
import { ciMarksOf } from '../../ui/lines/ci/ci-marks.ts';
import { askToRestore } from '../ask-to-restore.ts';
import { type Asked, askedNow, askedOptions } from '../asked.ts';
import { chooseFace } from '../choose-face.ts';
import type { FaceName, Handler, Options } from '../command.ts';
import { lazyDesk } from '../desk/lazy-desk.ts';
import { exitCodeOf, followRun, ladderOf } from '../follow-run.ts';
import { localOf, placedPlan } from '../local-units.ts';
import { engineWith } from '../open-engine.ts';
import { openFace } from '../open-face.ts';
import { parseScale } from '../option-values.ts';
import { note, warn } from '../out.ts';
import type { Shell } from '../shell.ts';
import { readStack } from '../stack.ts';
import type { CarriedOut } from '../unchanged/remember-unchanged.ts';
import { scaleOf, upPolicyOf } from '../up-policy-of.ts';

/** A screen has room to read back in what ran before. */
const linesBefore = 1000;

/** The full screen stays until it is left, so that what failed can be looked at; lines end with what they tell of. */
function lastingOf(face: FaceName, attached: boolean): UpOptions['stay'] {
  if (!attached) return 'no';
  return face === 'tui' ? 'until-left' : 'while-running';
}

/** Brings the stack up, and stays with it unless it is to be detached. */
export const up: Handler = async ({ args, options }, shell) => {
  const { from, through, deps = true } = options;
  const named = options.exitCodeFrom === undefined || args.length === 0 ? args : [...args, options.exitCodeFrom];
  const local = localOf(options);
  const selection = { units: named, from, through, alone: !deps, scale: scaleOf(options.scale), local };
  const policy = upPolicyOf(options, args);
  const wanted: WantedUp = { options, selection, policy, asked: askedNow('up', args) };
  const { call } = shell;
  if (call === undefined || !isTimeless(options, shell)) return await bringUp(wanted, shell);
  refuseDetached(options, policy);
  const { rememberUnchanged } = await import('../unchanged/remember-unchanged.ts');
  const outcome = await rememberUnchanged(call, shell, {
    read: () => readIn(wanted, shell),
    carryOut: (read, shell, isRehearsal) => carryOutUp(read, wanted, shell, { isRehearsal }),
    close: ({ engine }) => engine.close(),
  });
  return exitCodeOf(outcome);
};

/** Whether the run ends by itself, and what it says is the same at any time: it can be said once more. */
function isTimeless(options: Options, shell: Shell): boolean {
  const { environment } = shell.host;
  const isTimed = ciMarksOf(environment) !== undefined || Boolean(environment.GITHUB_STEP_SUMMARY);
  return options.detach === true && !isTimed && ['plain', 'quiet'].includes(chooseFace(options, shell, false));
}

/** Makes the containers of the stack, and starts none. */
export const create: Handler = async ({ args, options }, shell) => {
  const { deps = true } = options;
  const selection = { units: args, alone: !deps, scale: scaleOf(options.scale), local: localOf(options) };
  const policy: UpPolicy = { ...upPolicyOf(options, args), startNothing: true };
  return await bringUp({ options, selection, policy, asked: askedNow('create', args) }, shell);
};

/** Changes how many containers units have. */
export const scale: Handler = async ({ args, options }, shell) => {
  const wrong = args.find((text) => !parseScale(text).ok);
  if (wrong !== undefined) {
    const message = `"${wrong}" does not say how many of which unit`;
    throw new DevstackError({ code: 'usage', family: 'usage', message, hint: 'write it as web=3' });
  }
  const { deps = true } = options;
  const counts = scaleOf(args);
  const selection = { units: [...counts.keys()], alone: !deps, scale: counts, local: localOf(options) };
  const policy: UpPolicy = { ...upPolicyOf(options, args), renewalOf: () => 'never' };
  const asked = askedNow('scale', args);
  return await bringUp({ options: { ...options, detach: true }, selection, policy, asked }, shell);
};

/** Nobody is there any more to see the end that was asked for. */
function refuseDetached({ detach = false, wait = false }: Options, { endOn }: UpPolicy): void {
  if (endOn.kind === 'nothing' || !(detach || wait)) return;
  const message = 'a detached run can not end when a container exits';
  const hint = 'leave out -d or --wait, or --abort-on-container-exit and its relatives';
  throw new DevstackError({ code: 'usage', family: 'usage', message, hint });
}

/** What is asked of a run. */
interface WantedUp {
  readonly options: Options;
  readonly selection: Selection;
  readonly policy: UpPolicy;
  readonly asked: Asked;
}

/** What a run of `up` is to do beside. */
interface Manner {
  /** whose log is shown also where nobody stays */
  readonly follow?: ((unit: string) => boolean) | undefined;
  /** ends before it would change anything */
  readonly isRehearsal?: boolean;
}

/** Brings up what is selected, with a face that shows it, and resolves to the exit code. */
export const bringUp = async (wanted: WantedUp, shell: Shell, follow?: (unit: string) => boolean): Promise<number> => {
  refuseDetached(wanted.options, wanted.policy);
  const read = await readIn(wanted, shell);
  try {
    return exitCodeOf((await carryOutUp(read, wanted, shell, { follow })).outcome);
  } finally {
    read.engine.close();
  }
};

/** What a run is about, and the engine that it asks. */
type ReadIn = Awaited<ReturnType<typeof readIn>>;

const readIn = ({ options, selection }: WantedUp, shell: Shell) =>
  engineWith(shell, () => readStack(options, selection, shell));

async function carryOutUp(
  { engine, stack }: ReadIn,
  { options, selection, policy, asked }: WantedUp,
  shell: Shell,
  { follow, isRehearsal = false }: Manner,
): Promise<CarriedOut> {
  const { manifest, warnings } = stack;
  warn(warnings, shell);
  const plan = await placedPlan(engine, stack, selection, (text) => note(text, shell));
  const allowed = await askToRestore(engine, plan, policy, options, shell);
  const attached = isAttached(options, policy);
  const name = chooseFace(options, shell, attached);
  const ladder = ladderOf((intent) => run.send(intent), shell, attached ? 'detach' : 'go on');
  const send = (intent: Intent): void =>
    intent.type === 'stop' || intent.type === 'kill' ? ladder('SIGINT') : run.send(intent);
  const desk = lazyDesk({ engine, stack, options, selection, policy: allowed, run: () => run }, shell);
  const request = { name, attached: attached || follow !== undefined, options, send, desk };
  const face = await openFace(request, shell);
  const follows = followed(options);
  const isShown = (unit: string): boolean => manifest.units.get(unit)?.attach !== false && follows(unit);
  const common = { engine, clock: systemClock, ...askedOptions(asked, manifest, shell) };
  // A rehearsal waits for nothing later on.
  let sweeping = isRehearsal ? sweepBeside(common, name, shell) : undefined;
  const run = startRun({
    ...common,
    observer: (event, view) => {
      if (firstChanges.has(event.type)) sweeping ??= sweepBeside(common, name, shell);
      if (options.quietPull !== true || event.type !== 'image.progress') face.event(event, view);
    },
    plan,
    unitNames: new Set(manifest.units.keys()),
    stay: lastingOf(name, attached),
    followLogs: (unit) => name !== 'quiet' && (follow?.(unit) ?? (attached && isShown(unit))),
    ...(name === 'tui' && { linesBefore }),
    policy: allowed,
    isRehearsal,
  });
  try {
    return { project: plan.project, outcome: await followRun(run, face, ladder, shell), units: plan.units.size };
  } finally {
    await sweeping;
  }
}

/** From these on a run waits for the engine, and has time for other things. */
const firstChanges: ReadonlySet<Event['type']> = new Set(['unit.created', 'unit.started', 'unit.failed']);

/** Removes what tests that were killed have left; a screen has no place to tell of it. */
async function sweepBeside(
  common: Pick<UpOptions, 'engine' | 'clock' | 'holder'>,
  face: FaceName,
  shell: Shell,
): Promise<void> {
  await nextTurn();
  const { sweepStale } = await import('../isolated/sweep-stale.ts');
  await sweepStale(common, (text) => {
    if (face !== 'tui') note(text, shell);
  });
}

function isAttached({ detach = false, wait = false }: Options, { startNothing }: UpPolicy): boolean {
  return !detach && !wait && !startNothing;
}

function followed({ attach, noAttach = [] }: Options): (unit: string) => boolean {
  const only = Array.isArray(attach) ? new Set<string>(attach) : undefined;
  return (unit) => (only?.has(unit) ?? true) && !noAttach.includes(unit);
}
