import { describe, expect, it } from 'vitest';
import { loadText, loadValid } from './load-text.ts';

describe('stages', () => {
  it('are names, numbers or maps, in order', async () => {
    const { stages } = await loadValid(
      'stages: [data, 2, { name: "The edge!", description: what people see }]\nservices: {}\n',
    );
    expect(stages.map(({ name, description }) => [name, description])).toEqual([
      ['data', undefined],
      ['2', undefined],
      ['The edge!', 'what people see'],
    ]);
  });

  it('may have a limit of their own, of containers and of time', async () => {
    const { stages } = await loadValid('stages: [{ name: data, parallel: 2, timeout: 1m30s }]\nservices: {}\n');
    expect(stages).toMatchObject([{ parallel: 2, timeout: 90_000 }]);
  });

  it('refuse a time that is none', async () => {
    const { problems } = await loadText('stages: [{ name: data, timeout: 0s }]\nservices: {}\n');
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining('must be longer than nothing')]);
  });

  it.each([
    ['services: { a: { image: "docker.io/library/postgres:15" } }', 'database'],
    ['services: { a: { image: "registry:5000/redis@sha256:00" } }', 'database'],
    ['services: { a: { image: "nginx:1.27" } }', 'container'],
    ['services: { a: { image: "postgres:15", stage: application } }', 'application'],
    ['jobs: { a: { image: "postgres:15" } }', 'job'],
  ])('by default place %s in %s', async (units, stage) => {
    const { problems, manifest } = await loadText(`stages: default\n${units}\n`);
    expect(problems).toEqual([]);
    expect(manifest?.units.get('a')?.stage).toBe(stage);
  });

  it('that are not given are none, and units have none', async () => {
    const manifest = await loadValid('services: { a: { image: "a:1" } }');
    expect(manifest.stages).toEqual([]);
    expect(manifest.units.get('a')).not.toHaveProperty('stage');
  });
});
