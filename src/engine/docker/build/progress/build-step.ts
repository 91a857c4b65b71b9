/** A step of a Dockerfile, as the builder counts: within its stage. */
export interface BuildStep {
  readonly name: string;
  readonly number: number;
  readonly total: number;
}

/** Reads `[2/5] RUN make` or `[stage 2/5] RUN make`; undefined for what is no step of the Dockerfile. */
export function vertexStep(name: string): BuildStep | undefined {
  const found = /^\[(?:(\S.*?) +)?(\d+)\/(\d+)\] (.*)$/s.exec(name);
  if (found === null) return undefined;
  const [, stage, number, total, text = ''] = found;
  // A Dockerfile of one stage has it without a name, which old builders number.
  const named = stage === undefined || /^stage-\d+$/.test(stage) ? text : `${stage}: ${text}`;
  return { name: firstLine(named), number: Number(number), total: Number(total) };
}

/** Reads `Step 2/5 : RUN make` of the classic builder. */
export function classicStep(line: string): BuildStep | undefined {
  const [, number, total, name = ''] = /^Step (\d+)\/(\d+) : (.*)$/.exec(line) ?? [];
  return number === undefined ? undefined : { name, number: Number(number), total: Number(total) };
}

/** A step at the beginning of a sentence, with no more of it than a line holds. */
export function nameOfStep(step: BuildStep | undefined): string {
  if (step === undefined) return 'a step';
  const { name, number, total } = step;
  return `step ${number} of ${total}, "${name.length > 100 ? `${name.slice(0, 99)}…` : name}",`;
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';
