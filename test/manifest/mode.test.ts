import { describe, expect, it } from 'vitest';
import { loadText, loadUnit } from './load-text.ts';

const rest = 'secrets: { token: { file: ./token } }\nconfigs: { page: { content: hello } }\n';

async function modesOf(mode: string, name: string): Promise<readonly (number | undefined)[]> {
  const lines = [
    `secrets: [{ source: token, mode: ${mode} }]`,
    `configs: [{ source: page, mode: ${mode} }]`,
    `volumes: [{ type: tmpfs, target: /run, tmpfs: { mode: ${mode} } }]`,
  ];
  const { files, mounts } = await loadUnit('service', lines.join('\n'), { rest, name });
  return [...files.map((file) => file.mode), ...mounts.map((mount) => (mount.type === 'tmpfs' ? mount.mode : -1))];
}

describe('the mode of a secret, a config and a tmpfs', () => {
  // As `docker compose config` shows them, which takes a number without a leading zero as decimal.
  it.each([
    ['0440', 0o440],
    ['"0440"', 0o440],
    ['"440"', 0o440],
    ['0o440', 0o440],
    ['288', 0o440],
    ['440', 0o670],
    ['0', 0],
    ['01777', 0o1777],
    ['511', 0o777],
  ])('of %s in a Compose file is what its tools take it for', async (text, mode) => {
    expect(await modesOf(text, 'compose.yaml')).toEqual([mode, mode, mode]);
  });

  it.each([
    ['0440', 0o440],
    ['"0440"', 0o440],
    ['"440"', 0o440],
    ['0o440', 0o440],
    ['440', 0o440],
    ['1777', 0o1777],
  ])('of %s in a devstack.yaml is octal', async (text, mode) => {
    expect(await modesOf(text, 'devstack.yaml')).toEqual([mode, mode, mode]);
  });

  it.each(['288', '511', '420', '"440"', '0440'])('of %s in a Compose file is nothing to doubt', async (text) => {
    const web = `services: { web: { image: "a:1", secrets: [{ source: token, mode: ${text} }] } }\n`;
    expect((await loadText(web + rest, { name: 'compose.yaml' })).problems).toEqual([]);
  });
});
