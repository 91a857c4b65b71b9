import type { BuildProgress } from '../../../engine.ts';
import { isRecord } from '../../docker-config.ts';
import type { BuildStep } from './build-step.ts';
import { classicStep, vertexStep } from './build-step.ts';
import { OutputLines } from './output-lines.ts';
import { readStatus, type StatusResponse } from './status-response.ts';

/** How many of the last lines are kept for the report of a failure. */
const keptLines = 40;

/** Lines by which the classic builder tells of its containers and layers. */
const classicNoise = /^(?: ---> |Removing intermediate container |Successfully (?:built|tagged) )/;

/** What an engine says of a build (Engine API, `ImageBuild`), read line by line and told on as progress. */
export class BuildOutput {
  readonly #tell: (progress: BuildProgress) => void;
  readonly #open = new Map<string, OutputLines>();
  readonly #told = new Set<string>();
  readonly #classic = new OutputLines();
  readonly #last: string[] = [];
  #imageId: string | undefined;
  #step: BuildStep | undefined;
  #error: string | undefined;

  constructor(tell: (progress: BuildProgress) => void) {
    this.#tell = tell;
  }

  get imageId(): string | undefined {
    return this.#imageId;
  }

  /** the step that failed, as far as the builder says; with the classic builder the last one that was begun */
  get step(): BuildStep | undefined {
    return this.#step;
  }

  /** the builder's own words; undefined while nothing went wrong */
  get error(): string | undefined {
    return this.#error;
  }

  get lastLines(): readonly string[] {
    return this.#last;
  }

  /** Takes a JSON document of the engine's answer. */
  push(document: string): void {
    const parsed: unknown = JSON.parse(document);
    if (!isRecord(parsed)) return;
    const { id, aux, stream, error } = parsed;
    if (id === 'moby.buildkit.trace' && typeof aux === 'string') this.#trace(readStatus(Buffer.from(aux, 'base64')));
    else if (isRecord(aux) && typeof aux.ID === 'string') this.#imageId = aux.ID;
    if (typeof stream === 'string') this.#classicStream(uncoloured(stream));
    if (typeof error === 'string') this.#error = error;
  }

  /** Tells something of our own beside the builder's output. */
  note(line: string): void {
    this.#line(line);
  }

  /** Tells what was left without a line break. */
  end(): void {
    for (const line of this.#classic.flush()) this.#classicLine(line);
    for (const lines of this.#open.values()) for (const line of lines.flush()) this.#line(line);
    this.#open.clear();
  }

  #trace({ vertexes, logs }: StatusResponse): void {
    for (const { digest, name, started, error } of vertexes) {
      const step = vertexStep(name);
      if (step === undefined) continue;
      if (started && !this.#told.has(digest)) this.#tell({ kind: 'step', ...step });
      if (started) this.#told.add(digest);
      // Steps that were under way beside the one that failed end as canceled.
      if (error !== '' && !/context canceled/.test(error)) this.#step = step;
    }
    for (const { vertex, bytes } of logs) {
      const lines = this.#open.get(vertex) ?? new OutputLines();
      this.#open.set(vertex, lines);
      for (const line of lines.push(bytes)) this.#line(line);
    }
    for (const { digest, completed } of vertexes) {
      if (!completed) continue;
      for (const line of this.#open.get(digest)?.flush() ?? []) this.#line(line);
      this.#open.delete(digest);
    }
  }

  #classicStream(text: string): void {
    // What a step leaves without a line break must not run into what the builder says after it.
    const own = classicNoise.test(text) || classicStep(text.trimEnd()) !== undefined;
    const lines = [...(own ? this.#classic.flush() : []), ...this.#classic.push(Buffer.from(text))];
    for (const line of lines) this.#classicLine(line);
  }

  #classicLine(line: string): void {
    const step = classicStep(line);
    if (step !== undefined) {
      this.#step = step;
      this.#tell({ kind: 'step', ...step });
    } else if (!classicNoise.test(line)) this.#line(line);
    // Podman tells the id in no other way.
    this.#imageId ??= /^Successfully built ([0-9a-f]{12,64})$/.exec(line)?.[1];
  }

  #line(line: string): void {
    this.#last.push(line);
    if (this.#last.length > keptLines) this.#last.shift();
    this.#tell({ kind: 'line', line });
  }
}

const red = '\u001b[91m';
const plain = '\u001b[0m';

/** The classic builder puts what steps write to standard error into red, whose end would stand in the next line. */
const uncoloured = (text: string): string =>
  text.startsWith(red) && text.endsWith(plain) ? text.slice(red.length, -plain.length) : text;
