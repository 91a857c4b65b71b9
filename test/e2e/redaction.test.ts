import { expect } from 'vitest';
import { devstack, type Ended, start } from './support/devstack.ts';
import { inspectedOf } from './support/engine.ts';
import { manifestFolder, testProject } from './support/project.ts';
import { withEngine } from './support/with-engine.ts';

/** A unit that hands its secret to whatever shows anything of it. */
const chatty = `
    image: busybox:1.36
    stop_grace_period: 0s
    command:
      - sh
      - -c
      - |
        echo "raw $$KEY"; echo "{\\"key\\":\\"$$KEY\\"}"; echo "http://u:$$URL_KEY@db" >&2; printf %s "u:$$KEY" | base64; echo "$$LINES"
        exec sh -c 'while :; do sleep 1; done' "$$KEY"
    environment: { URL_KEY: "\${jobs.seed.outputs.url_key}" }
    depends_on: [seed, db]
    ready: { exec: [sh, -c, 'echo "asked with $$KEY"; test -f /tmp/asked || { touch /tmp/asked; exit 1; }'] }
`;

const stack = `
stages: [data, prepare, run, last]
services:
  db: { stage: data, image: "busybox:1.36", command: [sh, -c, "tail -F /log/db 2>/dev/null"], volumes: [log:/log], stop_grace_period: 0s }
  api:
    stage: run
    ${chatty.trim()}
    labels: { plain: label }
  broken:
    stage: last
    image: busybox:1.36
    command: [sh, -c, 'echo "broken with $$KEY"; exit 3']
    depends_on: [seed]
    skip: true
jobs:
  seed:
    stage: prepare
    image: busybox:1.36
    command:
      - sh
      - -c
      - |
        key="k?y $$(head -c 9 /dev/urandom | base64)"
        url=$$(printf %s "$$key" | sed 's/ /%20/g; s/?/%3F/g; s#/#%2F#g; s/+/%2B/g')
        printf '{"KEY":{"value":"%s","sensitive":true},"URL_KEY":{"value":"%s"},"LINES":{"value":"first %s\\\\nsecond %s","sensitive":true}}' "$$key" "$$url" "$$key" "$$key" > $$DEVSTACK_OUTPUT
        echo "db got $$key" >> /log/db
    volumes: [log:/log]
    depends_on: [db]
    run: once
  lint: { stage: run, image: "busybox:1.36", command: [sh, -c, 'echo "lint with $$KEY"; exit 1'], depends_on: [seed], allow_failure: true }
volumes: { log: }
`;

const textOf = ({ stdout, stderr }: Ended): string => stdout + stderr;

/** The forms in which any program of the stack, or a careless command, would show a value. */
const formsOf = (key: string): readonly string[] => [
  key,
  encodeURIComponent(key),
  Buffer.from(`u:${key}`).toString('base64').slice(4, -4),
];

function expectHidden(text: string, keys: readonly string[]): void {
  for (const form of keys.flatMap(formsOf)) expect(text).not.toContain(form);
}

withEngine(
  'a sensitive output shows nowhere but in the environment of who gets it, also after it has changed',
  async () => {
    const project = testProject();
    const folder = await manifestFolder(stack);
    const run = (...args: readonly string[]) => devstack(['-p', project, '-f', folder, ...args]);
    const keyNow = async () =>
      (JSON.parse((await run('job', 'outputs', 'seed', '--reveal', '--json')).stdout) as { KEY: { value: string } }).KEY
        .value;

    await run('up', '-d', '--through', 'data');
    const follower = start(['-p', project, '-f', folder, 'logs', '-f']);
    const first = await run('up', '-d', '--ui', 'json');
    const keys = [await keyNow()];
    await follower.wrote(/api\s+\S+ raw ••••/);

    const again = await run('job', 'run', 'seed', '--force');
    keys.push(await keyNow());
    expect(keys[0]).not.toBe(keys[1]);
    const commands: readonly (readonly string[])[] = [
      ['up', '-d'],
      ['history'],
      ['history', '--json'],
      ['explain'],
      ['explain', '--json'],
      ['up', '-d', 'broken'],
      ['up', '-d', '--ui', 'json', 'broken', '--force-recreate'],
      ['plan'],
      ['plan', '--json'],
      ['plan', '--json', '--offline'],
      ['config'],
      ['config', '--format', 'json'],
      ['config', '--hash', '*'],
      ['validate'],
      ['graph'],
      ['ps'],
      ['ps', '--json'],
      ['top'],
      ['top', '--json'],
      ['logs'],
      ['logs', '--timestamps', '--tail', '5'],
      ['job', 'list', '--json'],
      ['job', 'logs', 'lint'],
      ['job', 'outputs', 'seed'],
      ['job', 'outputs', 'seed', '--json'],
      ['stop', 'broken'],
      ['restart', 'api'],
      ['exec', '-d', 'db', keys[1] ?? ''],
      ['run', '--no-deps', '-w', keys[1] ?? '', 'db'],
    ];
    const shown = new Map<string, string>();
    for (const command of commands) {
      const text = textOf(await run(...command));
      shown.set(command.join(' '), text);
      expect(text, command.join(' ')).not.toBe('');
      expectHidden(text, keys);
    }
    expect(shown.get('explain')).toContain('lint with ••••');
    expect(textOf(await run('logs', 'db'))).toMatch(/db got ••••\n.*db got ••••/);
    await expect.poll(async () => textOf(await run('top'))).toContain('sleep 1; done ••••');
    expectHidden(JSON.stringify(await inspectedOf(project)), keys);

    const down = await run('down', '-v');
    expectHidden([first, again, down].map(textOf).join('\n'), keys);
    // What the database wrote while the job still ran was shown before anybody could know that it is sensitive.
    const followed = textOf(await follower.ended).split('\n');
    expectHidden(followed.filter((line) => !line.startsWith('db')).join('\n'), keys);
  },
  300_000,
);
