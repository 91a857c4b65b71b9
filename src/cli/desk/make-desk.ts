import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { PlannedStep } from '../../core/event.ts';
import { DevstackError } from '../../core/failure.ts';
import { formatProblems } from '../../core/problem-report.ts';
import { type InstanceId, instanceId, unitOf } from '../../core/unit-state.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Selection } from '../../plan/select-units.ts';
import { look } from '../../run/look.ts';
import type { UpRun } from '../../run/up.ts';
import type { UpPolicy } from '../../run/up-policy.ts';
import type { Desk, LookAhead } from '../../ui/screen/desk.ts';
import type { Options } from '../command.ts';
import { processStreams } from '../process-streams.ts';
import type { Shell } from '../shell.ts';
import { readStack, type Stack } from '../stack.ts';
import { inspectFacts } from './inspect-facts.ts';
import { browse, edit, page } from './programs.ts';
import { writeLogs } from './whole-logs.ts';

/** What a desk works on. */
export interface DeskOptions {
  readonly engine: Engine;
  /** as it was read for the run */
  readonly stack: Stack;
  readonly options: Options;
  readonly selection: Selection;
  readonly policy: UpPolicy;
  /** the run that the screen shows */
  readonly run: () => Pick<UpRun, 'replan' | 'mask' | 'view'>;
}

const never = new AbortController().signal;

/** What the screen of a stack's run reaches beside the run: the engine, its files, and programs of this machine. */
export function makeDesk({ engine, stack, options, selection, policy, run }: DeskOptions, shell: Shell): Desk {
  let present = stack;
  let ahead: Stack | undefined;
  const namesOf = ({ manifest }: Stack): ReadonlySet<string> => new Set(manifest.units.keys());
  const logsOf = (instances: readonly InstanceId[], only: (line: string) => boolean, colors: boolean) => ({
    engine,
    project: present.plan.project,
    instances,
    only,
    mask: (text: string) => run().mask(text),
    colors,
  });
  return {
    inspect: (instance, signal) => inspectFacts(engine, present.plan, namesOf(present), instance, signal),
    async usage(instances, signal) {
      const readings = await Promise.all(
        instances.map(async (instance) => {
          const handle = run().view.handleOf(instance);
          return [instance, handle === undefined ? undefined : await engine.usage(handle, signal)] as const;
        }),
      );
      return new Map(readings.flatMap(([instance, reading]) => (reading === undefined ? [] : [[instance, reading]])));
    },
    async *linesBefore(instance, before, since, signal) {
      const handle = run().view.handleOf(instance);
      if (handle === undefined) return;
      const from = since === undefined ? {} : { since };
      for await (const { line, at, cursor } of engine.logs(handle, { follow: false, ...from }, signal)) {
        if (Math.floor(at) >= before) return;
        yield { line: run().mask(line), at, cursor };
      }
    },
    async save(instances, only) {
      const [unit] = instances.length === 1 ? instances.map(unitOf) : [];
      const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
      const path = [present.plan.project, ...(unit === undefined ? [] : [unit]), time].join('-');
      const file = resolve(shell.folder, `${path}.log`);
      await writeLogs(file, logsOf(instances, only, false), never);
      return file;
    },
    async pager(instances) {
      const folder = await mkdtemp(join(tmpdir(), 'devstack-logs-'));
      try {
        const file = join(folder, 'log');
        await writeLogs(
          file,
          logsOf(instances, () => true, true),
          never,
        );
        await page(file, shell);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    shell: (instance) => shellIn(engine, present.plan, instance, shell),
    edit: () => edit(present.files.paths.at(-1) ?? present.plan.folder, shell),
    async lookAhead() {
      ahead = undefined;
      const read = await readStack(options, selection, shell).catch((error: unknown) => problemsOf(error));
      if ('kind' in read) return read;
      const { plan } = read;
      const seen = await look({ engine, plan, unitNames: namesOf(read), policy }, never);
      ahead = read;
      const dropped = seen.orphans.filter(({ unit }) => present.plan.units.has(unit));
      const gone = dropped.map(
        ({ instance }): PlannedStep => ({ instance, action: 'remove', cause: 'not in the manifest any more' }),
      );
      return { kind: 'changes', steps: [...seen.actions, ...gone] };
    },
    async apply() {
      if (ahead === undefined) return;
      const next = ahead;
      await run().replan(next.plan, namesOf(next));
      present = next;
    },
    open: (address) => browse(address, shell),
    suspend: () => shell.suspend(),
  };
}

/** What is wrong with a manifest, as the command line would say it; other failures go on. */
function problemsOf(thrown: unknown): LookAhead {
  if (!(thrown instanceof DevstackError) || thrown.failure.family !== 'manifest') throw thrown;
  const { problems = [], message } = thrown.failure;
  const text = problems.length === 0 ? message : formatProblems(problems, { color: false });
  return { kind: 'invalid', lines: text.trimEnd().split('\n') };
}

/** The best shell that the container has, begun by the one that all have. */
const bestShell = ['/bin/sh', '-c', 'command -v bash >/dev/null 2>&1 && exec bash; exec sh'];

/** The one that a person has on this machine. */
const ownShell = ['/bin/sh', '-c', '[ -n "$SHELL" ] && exec "$SHELL"; exec sh'];

async function shellIn(engine: Engine, { project, units }: Plan, instance: InstanceId, shell: Shell): Promise<void> {
  const { containers } = await engine.observe(project, never);
  const unit = unitOf(instance);
  const isHere = units.get(unit)?.unit.place === 'host';
  const container = containers.find((each) => each.instance === instance);
  if (container?.status.kind !== 'running') {
    const message = `"${unit}" does not run, so that there is nowhere to have a shell`;
    const hint = isHere
      ? `see why it ended: devstack logs ${unit}`
      : `try its image in another terminal: devstack run --rm --entrypoint sh ${unit}`;
    throw new DevstackError({ code: 'nothing-running', family: 'usage', message, hint });
  }
  const name = instance === instanceId(unit) ? unit : instance;
  shell.stdout.write(`\nshell in ${name}: exit or Ctrl-D comes back\n`);
  const { streams, release } = processStreams(shell, { terminal: true, input: true });
  try {
    await engine.execWith(container.handle, { kind: 'exec', argv: isHere ? ownShell : bestShell }, streams, never);
  } finally {
    release();
  }
}
