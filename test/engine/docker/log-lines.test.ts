import { expect, test } from 'vitest';
import { FrameReader } from '../../../src/engine/docker/frames.ts';
import { readCursor, sinceOf } from '../../../src/engine/docker/log-cursor.ts';
import { LineJoiner, LineSplitter } from '../../../src/engine/docker/log-lines.ts';

const at = (nanoseconds: number): string => `2026-11-21T01:00:00.${String(nanoseconds).padStart(9, '0')}Z`;
const message = (nanoseconds: number, text: string | Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${at(nanoseconds)} `), Buffer.from(text)]);

/** All that a joiner makes of messages on stdout. */
const joined = (joiner: LineJoiner, messages: readonly Buffer[]): string[] =>
  messages.flatMap((one) => joiner.push('stdout', one)?.line ?? []);

test('output is the same wherever its chunks are cut, also inside of a character', () => {
  const payload = message(1, 'grüße €\n');
  const header = Buffer.from([1, 0, 0, 0, 0, 0, 0, payload.length]);
  const bytes = Buffer.concat([header, payload, header, payload]);
  for (let cut = 0; cut <= bytes.length; cut++) {
    const frames = new FrameReader();
    const joiner = new LineJoiner(undefined);
    const parts = [bytes.subarray(0, cut), bytes.subarray(cut)].flatMap((part) => [...frames.push(part)]);
    expect(
      joined(
        joiner,
        parts.map((part) => part.payload),
      ),
    ).toEqual(['grüße €', 'grüße €']);
  }
});

test('a long line in several messages is one, cut inside of a character and mixed with the other stream', () => {
  const joiner = new LineJoiner(undefined);
  const euro = Buffer.from('€');
  expect(joiner.push('stdout', message(1, Buffer.concat([Buffer.from('a'), euro.subarray(0, 1)])))).toBeUndefined();
  expect(joiner.push('stderr', message(2, 'other\n'))?.line).toBe('other');
  expect(joiner.push('stdout', message(1, Buffer.concat([euro.subarray(1), Buffer.from('b\n')])))?.line).toBe('a€b');
});

test('a line without an end is kept for when the container has ended', () => {
  const joiner = new LineJoiner(undefined);
  expect(joined(joiner, [message(1, 'cut')])).toEqual([]);
  expect([...joiner.flush()].map(({ line }) => line)).toEqual(['cut']);
});

test('the carriage return of a terminal is no part of a line', () => {
  expect(joined(new LineJoiner(undefined), [message(1, 'a\r\n')])).toEqual(['a']);
});

test('lines with the same timestamp are told apart when reading goes on', () => {
  const all = [message(1, 'a\n'), message(2, 'b\n'), message(2, 'c\n'), message(3, 'd\n')];
  const joiner = new LineJoiner(undefined);
  const lines = all.slice(0, 2).flatMap((one) => joiner.push('stdout', one) ?? []);
  const after = new LineJoiner(readCursor(lines[1]?.cursor ?? ''));
  expect(joined(after, all.slice(1))).toEqual(['c', 'd']);
  expect(joiner.resume()).toEqual({ timestamp: at(2), count: 1 });
  expect(joined(joiner, all.slice(1))).toEqual(['c', 'd']);
});

test('reading that goes on twice without anything new repeats nothing', () => {
  const joiner = new LineJoiner(undefined);
  joined(joiner, [message(1, 'a\n'), message(1, 'b\n')]);
  for (let round = 0; round < 3; round++) {
    joiner.resume();
    expect(joined(joiner, [message(1, 'a\n'), message(1, 'b\n')])).toEqual([]);
  }
});

test('a cursor is given to the engine with its nanoseconds, and what is none is no cursor', () => {
  expect(sinceOf({ timestamp: at(7), count: 1 })).toBe('1795222800.000000007');
  expect(readCursor('yesterday')).toBeUndefined();
});

test('a stream of bytes is cut at its line breaks', () => {
  const splitter = new LineSplitter();
  const lines = ['one\ntw', 'o\n', 'rest'].flatMap((chunk) => [...splitter.push(Buffer.from(chunk))]);
  expect([...lines, ...splitter.flush()].map(String)).toEqual(['one\n', 'two\n', 'rest']);
});
