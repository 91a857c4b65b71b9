import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { testShell } from './support/test-shell.ts';

const staged = `name: drawn
stages: [data, nothing, "pre \\"pare\\" <1>", services]
services:
  db: {image: "postgres:15", stage: data, healthcheck: {test: "true"}}
  cache: {image: "redis:7", stage: data, healthcheck: {test: "true"}}
  api:
    image: busybox:1.36
    stage: services
    depends_on: {migrate: {}, cache: {condition: started, required: false}}
jobs:
  migrate: {image: "busybox:1.36", stage: "pre \\"pare\\" <1>", outputs: [TOKEN, USER], depends_on: [db]}
`;

async function graph(manifest: string, ...args: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'graph-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'devstack.yaml'), manifest);
  const shell = testShell({ folder, environment: {} });
  const exitCode = await runCommandLine(['graph', ...args], shell);
  return { exitCode, ...shell.written, folder };
}

describe('devstack graph', () => {
  test('prints a tree of stages, units and what waits for them', async () => {
    const { exitCode, out } = await graph(staged);
    expect(exitCode).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "drawn (devstack.yaml)

      stage 1 data
      ├─ db
      │  └─ ready → migrate
      └─ cache
         └─ started, if it can be → api

      stage 3 pre "pare" <1>  when stage 1 is through
      └─ migrate (job)
         └─ completed, gives TOKEN, USER → api

      stage 4 services  when stage 3 is through
      └─ api
      "
    `);
  });

  test('prints units alone where there are no stages', async () => {
    const { out } = await graph('name: flat\nservices: {a: {image: "a:1", depends_on: [b]}, b: {image: "b:1"}}');
    expect(out).toMatchInlineSnapshot(`
      "flat (devstack.yaml)

      ├─ b
      │  └─ ready → a
      └─ a
      "
    `);
  });

  test('draws for Mermaid', async () => {
    expect((await graph(staged, '--format', 'mermaid')).out).toMatchInlineSnapshot(`
      "flowchart TD
        subgraph stage1["data"]
          unit1["db"]
          unit2["cache"]
        end
        subgraph stage3["pre #34;pare#34; #60;1#62;"]
          unit3(["migrate"])
        end
        subgraph stage4["services"]
          unit4["api"]
        end
        stage1 ==> stage3
        stage3 ==> stage4
        unit1 -->|"ready"| unit3
        unit3 -->|"completed, gives TOKEN, USER"| unit4
        unit2 -.->|"started, if it can be"| unit4
      "
    `);
  });

  test('draws for Graphviz', async () => {
    expect((await graph(staged, '--format', 'dot')).out).toMatchInlineSnapshot(`
      "digraph "drawn" {
        compound=true;
        node [shape=box];
        subgraph cluster_1 {
          label="data";
          "db";
          "cache";
        }
        subgraph cluster_3 {
          label="pre \\"pare\\" <1>";
          "migrate" [style=rounded];
        }
        subgraph cluster_4 {
          label="services";
          "api";
        }
        "cache" -> "migrate" [ltail=cluster_1, lhead=cluster_3, style=bold];
        "migrate" -> "api" [ltail=cluster_3, lhead=cluster_4, style=bold];
        "db" -> "migrate" [label="ready"];
        "migrate" -> "api" [label="completed, gives TOKEN, USER"];
        "cache" -> "api" [label="started, if it can be", style=dashed];
      }
      "
    `);
  });

  test('draws only what is named and what that needs', async () => {
    const { out } = await graph(staged, 'migrate');
    expect(out).toContain('migrate (job)');
    expect(out).not.toContain('cache');
  });

  test('draws stages up to one', async () => {
    const { out } = await graph(staged, '--through', 'data');
    expect(out).toContain('cache');
    expect(out).not.toContain('migrate');
  });

  test('writes to a file', async () => {
    const { out, folder } = await graph(staged, '-o', 'graph.txt');
    expect(out).toBe('');
    expect(readFileSync(join(folder, 'graph.txt'), 'utf8')).toContain('stage 1 data');
  });

  test.each([
    [['--format', 'svg'], 2, 'Allowed choices are text, mermaid, dot'],
    [['nobody'], 2, 'has no unit "nobody"'],
  ])('refuses %j', async (args, exitCode, told) => {
    expect(await graph(staged, ...args)).toMatchObject({ exitCode, out: '', err: expect.stringContaining(told) });
  });
});
