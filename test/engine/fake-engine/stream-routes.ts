import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { containerOf } from './container-routes.ts';
import { answer, begin, type Exchange, filtersOf, frame, hasLabels, json, Refused, type Route } from './exchange.ts';
import type { FakeContainer, LogMessage } from './fake-container.ts';
import { runCommand } from './script.ts';
import type { FakeEvent } from './state.ts';

/** What lasts: waits, output, execs and events. */
export const streamRoutes: readonly Route[] = [
  ['POST', /^\/containers\/([^/]+)\/wait$/, wait],
  ['GET', /^\/containers\/([^/]+)\/logs$/, logs],
  ['POST', /^\/containers\/([^/]+)\/attach$/, attach],
  ['POST', /^\/containers\/([^/]+)\/exec$/, createExec],
  ['POST', /^\/exec\/([^/]+)\/start$/, startExec],
  ['GET', /^\/exec\/([^/]+)\/json$/, inspectExec],
  ['GET', /^\/events$/, events],
];

function wait(exchange: Exchange): void {
  const container = containerOf(exchange);
  const end = (): void => void exchange.response.end(JSON.stringify({ StatusCode: container.exitCode }));
  const change = exchange.query.get('condition') === 'removed' ? 'removed' : 'exit';
  begin(exchange);
  container.once(change, end);
  exchange.response.once('close', () => container.off(change, end));
}

function logs(exchange: Exchange): void {
  const container = containerOf(exchange);
  const { query, response } = exchange;
  const since = query.get('since');
  const kept = container.logs.filter(({ timestamp }) => since === null || secondsOf(timestamp) >= since);
  const tail = Number(query.get('tail') ?? kept.length);
  const write = (message: LogMessage): void => {
    const payload = Buffer.concat([Buffer.from(`${message.timestamp} `), message.payload]);
    response.write(container.body.Tty === true ? payload : frame(message.stream, payload));
  };
  begin(exchange, 'application/vnd.docker.multiplexed-stream');
  for (const message of kept.slice(Math.max(0, kept.length - tail))) write(message);
  if (query.get('follow') !== 'true' || !container.running) return void response.end();
  untilExit(container, response, write);
}

/** Passes on what is written until its next exit: one that starts again writes before the answer that has ended is closed. */
function untilExit(container: FakeContainer, response: ServerResponse, write: (message: LogMessage) => void): void {
  const writeOn = (message: LogMessage): void => {
    if (!response.writableEnded) write(message);
  };
  const end = (): void => void response.end();
  container.on('log', writeOn).once('exit', end);
  response.once('close', () => container.off('log', writeOn).off('exit', end));
}

/** As the engine compares them: seconds and nanoseconds of the same number of digits. */
const secondsOf = (timestamp: string): string =>
  `${Math.floor(Date.parse(timestamp) / 1000)}.${/\.(\d+)Z/.exec(timestamp)?.[1] ?? ''}`;

function attach(exchange: Exchange): void {
  const container = containerOf(exchange);
  const { response } = exchange;
  begin(exchange, 'application/vnd.docker.raw-stream');
  const write = ({ stream, payload }: LogMessage): void => void response.write(frame(stream, payload));
  untilExit(container, response, write);
}

function createExec(exchange: Exchange): void {
  const container = containerOf(exchange);
  if (container.status === 'paused') {
    throw new Refused(409, `Container ${container.id} is paused, unpause the container before exec`);
  }
  if (!container.running) throw new Refused(409, `Container ${container.id} is not running`);
  const id = randomBytes(32).toString('hex');
  const { Cmd: argv, Env: environment = [] } = json(exchange) as { Cmd: string[]; Env?: string[] };
  exchange.state.execs.set(id, { container, argv, environment });
  answer(exchange, 201, { Id: id });
}

async function startExec(exchange: Exchange): Promise<void> {
  const { state, response, captured } = exchange;
  const exec = state.execs.get(captured[0] ?? '');
  if (exec === undefined) throw new Refused(404, 'No such exec instance');
  const { container, argv, environment } = exec;
  state.tell(container, `exec_start: ${argv.join(' ')}`, {});
  begin(exchange, 'application/vnd.docker.raw-stream');
  if (container.behaviour.exec !== undefined) {
    const { exitCode, output } = await container.behaviour.exec(argv);
    response.write(frame('stdout', Buffer.from(output)));
    exec.exitCode = exitCode;
  } else {
    const print = (stream: 'stdout' | 'stderr', text: string): void =>
      void response.write(frame(stream, Buffer.from(text)));
    const world = container.world(print, environment);
    exec.exitCode = await runCommand(argv, world).catch(() => 137);
  }
  state.tell(container, 'exec_die', { exitCode: String(exec.exitCode) });
  response.end();
}

function inspectExec(exchange: Exchange): void {
  const exec = exchange.state.execs.get(exchange.captured[0] ?? '');
  answer(exchange, 200, { Running: exec?.exitCode === undefined, ExitCode: exec?.exitCode ?? null });
}

function events(exchange: Exchange): void {
  const { state, response } = exchange;
  const filters = filtersOf(exchange);
  const write = (event: FakeEvent): void => {
    const { Type, Action, Actor } = event;
    if (filters.type?.includes(Type) === false || !hasLabels(Actor.Attributes, filters.label)) return;
    if (filters.container?.includes(Actor.ID) === false) return;
    if (filters.event?.includes(Action.split(':')[0] ?? '') === false) return;
    if (!response.writableEnded) response.write(`${JSON.stringify(event)}\n`);
  };
  begin(exchange);
  state.events.on('event', write);
  response.once('close', () => state.events.off('event', write));
}
