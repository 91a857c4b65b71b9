import { spawnSync } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { bin } from './support/devstack.ts';
import { testFolder } from './support/project.ts';
import { hasTmux, openTerminal } from './support/terminal.ts';

const manifest = `stages: [{ name: first stage }, { name: "it's $2" }]
services: { web: { image: "busybox:1.36", stage: first stage } }
`;

/** How each shell is begun without anybody's settings, in this folder. */
const shells = {
  bash: () => 'bash --norc --noprofile',
  zsh: (folder: string) => `ZDOTDIR=${folder} zsh -d`,
  fish: (folder: string) => `HOME=${folder} XDG_CONFIG_HOME=${folder} XDG_DATA_HOME=${folder} fish`,
} as const;

const set: Readonly<Record<keyof typeof shells, string>> = {
  bash: 'eval "$(devstack completion bash)"',
  zsh: 'autoload -Uz compinit; compinit -u -D; eval "$(devstack completion zsh)"',
  fish: 'devstack completion fish | source',
};

/** A folder with a manifest and devstack in it. */
async function completionFolder(): Promise<string> {
  const folder = await testFolder();
  await writeFile(join(folder, 'my stack.yaml'), manifest);
  await writeFile(join(folder, '.zshrc'), '');
  await writeFile(join(folder, 'devstack'), `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`);
  await chmod(join(folder, 'devstack'), 0o755);
  return folder;
}

describe.each(['bash', 'zsh', 'fish'] as const)('Tab in %s', (name) => {
  const isThere = hasTmux && spawnSync(name, ['--version']).status === 0;
  const withShell = isThere || process.env.CI ? test : test.skip;

  withShell.each([
    ['devstack vali', /devstack validate/],
    ['devstack up --det', /devstack up --detach/],
    ['devstack up --ui=pl', /devstack up --ui=plain/],
    ['devstack up -f my', /devstack up -f my\\ stack\.yaml/],
    ["devstack -f 'my stack.yaml' up w", /up web/],
    ["devstack up -f 'my stack.yaml' --through fi", /--through first\\ stage/],
    ["devstack up -f 'my stack.yaml' --through 'it", /--through 'it('\\'')?(\\')?s \$2'/],
  ])('completes %s', async (line, completed) => {
    const folder = await completionFolder();
    const terminal = await openTerminal();
    terminal.press(`cd ${folder} && PATH=${folder}:$PATH ${shells[name](folder)}`, 'Enter');
    terminal.press(`${set[name]}; echo is''set`, 'Enter');
    await terminal.shows(/^isset/m);
    terminal.press(line, 'Tab');
    await terminal.shows(completed);
  });
});
