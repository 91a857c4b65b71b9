import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Metafile } from 'esbuild';
import { describe, expect, test } from 'vitest';

const { outputs }: Metafile = JSON.parse(readFileSync(new URL('../../dist/meta.json', import.meta.url), 'utf8'));

/** Files whose code is loaded with these modules of src, not counting what they load later. */
function filesOf(entries: readonly string[]): readonly string[] {
  const chunks = new Set(Object.keys(outputs).filter((path) => entries.includes(outputs[path]?.entryPoint ?? '')));
  expect(chunks.size).toBe(entries.length);
  for (const chunk of chunks) {
    for (const { path, kind } of outputs[chunk]?.imports ?? []) if (kind === 'import-statement') chunks.add(path);
  }
  return [...chunks].flatMap((chunk) => Object.keys(outputs[chunk]?.inputs ?? {}));
}

/** The packages among these. */
function packagesOf(entries: readonly string[]): ReadonlySet<string> {
  return new Set(filesOf(entries).flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []));
}

const always = ['main.ts', 'cli/run-command-line.ts', 'cli/host.ts'];

describe('what is loaded for', () => {
  test.each([
    ['--version', ['main.ts'], []],
    ['--help', always, ['commander']],
    ['validate', [...always, 'cli/handlers/validate.ts'], ['commander', 'zod', 'toposort']],
    ['plan --offline', [...always, 'cli/handlers/plan.ts'], ['commander', 'zod', 'toposort']],
  ])('%s is only what it needs: no Docker client, no screen', (_, entries, packages) => {
    expect([...packagesOf(entries)].sort()).toEqual(packages.toSorted());
  });

  test('a call that is known to change nothing is no package and no run', () => {
    const files = filesOf(['main.ts', 'cli/unchanged/same-as-before.ts']);
    expect(files.toSorted()).toEqual(
      ['receipt', 'same-as-before']
        .map((name) => `cli/unchanged/${name}.ts`)
        .concat('engine/process/identity.ts', 'main.ts', 'resolve-own-modules.ts'),
    );
  });

  test('a stack that is as wanted is nothing that changes stacks', () => {
    const files = filesOf([...always, 'cli/handlers/up.ts', 'engine/docker/docker-engine.ts']);
    expect(files).toContain('run/assess.ts');
    expect(
      files.filter((path) => /^run\/(supervisor|loop|watch|launch-service|jobs\/run-job)\.ts$/.test(path)),
    ).toEqual([]);
  });

  test('the supervisor of processes is no package at all', () => {
    expect([...packagesOf(['supervisor.ts'])]).toEqual([]);
  });

  test('a run in lines is no screen', () => {
    const packages = packagesOf([...always, 'cli/handlers/up.ts', 'engine/docker/docker-engine.ts']);
    expect(packages).toContain('commander');
    for (const name of ['ink', 'react', 'yoga-layout', 'wait-on']) expect(packages).not.toContain(name);
  });
});

test('an SSH client and gRPC stay outside the bundle', () => {
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
  expect(inputs.some((path) => path.includes('node_modules/docker-modem/'))).toBe(true);
  expect(inputs.filter((path) => /node_modules\/(ssh2|@grpc|protobufjs)\//.test(path))).toEqual([]);
});

test('wait-on is loaded in pieces, between which the run goes on, and without what probes never use', () => {
  const chunk = Object.keys(outputs).find((path) => outputs[path]?.entryPoint?.endsWith('wait-on'));
  const url = new URL(`../../dist/${basename(chunk ?? '')}`, import.meta.url);
  const program = `
    let turns = 0;
    let isLoading = true;
    const turn = () => {
      turns++;
      if (isLoading) setImmediate(turn);
    };
    turn();
    const { default: waitOn } = await import(${JSON.stringify(url.href)});
    isLoading = false;
    const unused = process.moduleLoadList.filter((name) => /undici\\/undici|NativeModule (http2|assert)$/.test(name));
    console.log(JSON.stringify({ waitOn: typeof waitOn, turns, unused }));`;
  const told = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' });
  const { turns, ...rest } = JSON.parse(told);
  expect(rest).toEqual({ waitOn: 'function', unused: [] });
  expect(turns).toBeGreaterThan(4);
});
