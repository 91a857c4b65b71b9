import { expect, test } from 'vitest';
import { locate } from '../../src/core/source.ts';
import { loadText, loadUnit, loadValid } from './load-text.ts';

const shown = (references: Awaited<ReturnType<typeof loadUnit>>['references']) =>
  references.map(({ variable, job, output, span }) => [variable, job, output, locate(span)]);

test('references in an environment are known, with the variable and the place of each', async () => {
  const text =
    'environment:\n  URL: http://${jobs.seed.outputs.user}:${jobs.my.job.outputs.PW}@db\n  PLAIN: ${HOME:-x}';
  const { references, environment } = await loadUnit('service', text);
  expect(environment.get('URL')).toBe('http://${jobs.seed.outputs.user}:${jobs.my.job.outputs.PW}@db');
  expect(shown(references)).toEqual([
    ['URL', 'seed', 'USER', 'devstack.yaml:5:12'],
    ['URL', 'my.job', 'PW', 'devstack.yaml:5:12'],
  ]);
});

test('a service that inherits from another gets its references, a job does not', async () => {
  const { units } = await loadValid(`
services:
  api: { image: "a:1", environment: { TOKEN: "\${jobs.seed.outputs.TOKEN}", PLAIN: x } }
  worker: { from: api }
jobs:
  seed: { from: api }
`);
  expect(shown(units.get('worker')?.references ?? [])).toEqual([['TOKEN', 'seed', 'TOKEN', 'devstack.yaml:3:46']]);
  expect([...(units.get('seed')?.environment ?? [])]).toEqual([['PLAIN', 'x']]);
});

const composeFile = (value: string) => `
services:
  api: { image: "a:1", x-devstack: { environment: { TOKEN: "${value}" } } }
x-devstack: { jobs: { seed: { image: "a:1" } } }
`;

test('a Compose file refers to an output with two dollars, which other tools leave alone', async () => {
  const { units } = await loadValid(composeFile('$${jobs.seed.outputs.TOKEN}'), { name: 'compose.yaml' });
  expect(units.get('api')?.references).toMatchObject([{ variable: 'TOKEN', job: 'seed', output: 'TOKEN' }]);
});

test('one dollar in a Compose file is told, with how it is to be written', async () => {
  const { problems } = await loadText(composeFile('${jobs.seed.outputs.TOKEN}'), { name: 'compose.yaml' });
  expect(problems).toMatchObject([
    {
      severity: 'error',
      code: 'bad-interpolation',
      message: expect.stringContaining('other tools'),
      hint: 'write $${jobs.seed.outputs.TOKEN} under "x-devstack"',
    },
  ]);
});

test('in a Compose file a command may hold such a text, since it is none of ours', async () => {
  const text = 'services: { a: { image: "a:1", command: ["echo", "$${jobs.seed.outputs.TOKEN}"] } }';
  const { problems } = await loadText(text, { name: 'compose.yaml' });
  expect(problems).toEqual([]);
});
