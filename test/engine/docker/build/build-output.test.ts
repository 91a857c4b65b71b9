import { expect, test } from 'vitest';
import { encode } from '../../../../src/core/protobuf.ts';
import { BuildOutput } from '../../../../src/engine/docker/build/progress/build-output.ts';
import type { BuildProgress } from '../../../../src/engine/engine.ts';

/** What is told of these documents of an engine. */
function read(...documents: readonly object[]) {
  const told: BuildProgress[] = [];
  const output = new BuildOutput((progress) => told.push(progress));
  for (const document of documents) output.push(JSON.stringify(document));
  output.end();
  return { output, told, lines: told.flatMap((one) => (one.kind === 'line' ? [one.line] : [])) };
}

const stream = (...texts: readonly string[]) => texts.map((text) => ({ stream: text }));

/** A report of BuildKit. */
const trace = (vertexes: readonly Buffer[], logs: readonly Buffer[] = []) => ({
  id: 'moby.buildkit.trace',
  aux: encode([...vertexes.map((one) => [1, one] as const), ...logs.map((one) => [3, one] as const)]).toString(
    'base64',
  ),
});
const time = encode([[1, 1]]);
const begun = (digest: string, name: string) =>
  encode([
    [1, digest],
    [3, name],
    [5, time],
  ]);
const over = (digest: string, name: string, error?: string) =>
  encode([
    [1, digest],
    [3, name],
    [5, time],
    [6, time],
    [7, error],
  ]);
const log = (vertex: string, text: string | Buffer) =>
  encode([
    [1, vertex],
    [4, Buffer.from(text)],
  ]);

test("the classic builder's own talk is left out, and its steps are told as steps", () => {
  const { told, output } = read(
    ...stream(
      'Step 1/2 : FROM a',
      '\n',
      ' ---> 0123\n',
      'Step 2/2 : RUN x',
      '\n',
      ' ---> Running in 4567\n',
      'hello\n',
    ),
    ...stream('Removing intermediate container 4567\n', ' ---> 89ab\n'),
    { aux: { ID: 'sha256:89ab' } },
    ...stream('Successfully built 89ab\n', 'Successfully tagged a:1\n'),
  );
  expect(told).toEqual([
    { kind: 'step', name: 'FROM a', number: 1, total: 2 },
    { kind: 'step', name: 'RUN x', number: 2, total: 2 },
    { kind: 'line', line: 'hello' },
  ]);
  expect(output.imageId).toBe('sha256:89ab');
});

test('standard error of the classic builder is told without its colour', () => {
  expect(read(...stream('\u001b[91mone\n\u001b[0m', '\u001b[91mtwo\n\u001b[0m')).lines).toEqual(['one', 'two']);
});

test("a step's line without an end does not run into the builder's next words", () => {
  expect(read(...stream('half', ' ---> Removed intermediate container 0123\n', ' ---> 4567\n')).lines).toEqual([
    'half',
  ]);
  expect(read(...stream('half', 'Step 2/3 : RUN x', '\n')).lines).toEqual(['half']);
});

test('an engine that tells the image only in words is understood', () => {
  expect(read(...stream('Successfully built 0123456789ab\n')).output.imageId).toBe('0123456789ab');
});

test('a step of BuildKit is told once, when it begins', () => {
  const { told } = read(
    trace([begun('a', '[1/2] FROM a')]),
    trace([begun('a', '[1/2] FROM a')]),
    trace([over('a', '[1/2] FROM a'), begun('b', '[build 2/2] RUN x\nmore'), begun('c', 'exporting to image')]),
  );
  expect(told).toEqual([
    { kind: 'step', name: 'FROM a', number: 1, total: 2 },
    { kind: 'step', name: 'build: RUN x', number: 2, total: 2 },
  ]);
});

test('lines of steps that run side by side are not mixed, however they are cut', () => {
  const [first, second] = [Buffer.from('grün\n').subarray(0, 3), Buffer.from('grün\n').subarray(3)];
  const { lines } = read(
    trace([], [log('a', first), log('b', 'other')]),
    trace([], [log('a', second), log('b', ' line\nrest')]),
    trace([over('b', '[2/2] RUN x')]),
  );
  expect(lines).toEqual(['grün', 'other line', 'rest']);
});

test('the step that failed is not one that was given up because of it', () => {
  const { output } = read(
    trace([
      over('a', '[1/2] RUN a', 'exit code: 1'),
      over('b', '[2/2] RUN b', 'rpc error: code = Canceled desc = context canceled'),
    ]),
    { errorDetail: { message: 'exit code: 1' }, error: 'exit code: 1' },
  );
  expect(output.step?.name).toBe('RUN a');
  expect(output.error).toBe('exit code: 1');
});

test('of a long output the last lines are kept', () => {
  const { output } = read(...stream(...Array.from({ length: 100 }, (_, index) => `line ${index}\n`)));
  expect(output.lastLines.length).toBeLessThan(50);
  expect(output.lastLines.at(-1)).toBe('line 99');
});

test('what is no report is passed over', () => {
  expect(
    read({ status: 'Pulling from library/busybox' }, { aux: {} }, { id: 'moby.image.id', aux: { ID: 'sha256:1' } })
      .told,
  ).toEqual([]);
});
