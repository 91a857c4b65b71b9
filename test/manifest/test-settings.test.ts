import { describe, expect, test } from 'vitest';
import { makePlan } from '../../src/plan/make-plan.ts';
import { loadText, loadValid } from './load-text.ts';

const units = `
services:
  web: { image: "busybox:1.36", ports: ["80"] }
  two: { image: "busybox:1.36", ports: ["80", "90"] }
jobs:
  seed: { image: "busybox:1.36", outputs: { TOKEN: { sensitive: true }, COLOUR: null } }
`;

describe('what the file says of tests', () => {
  test('is nothing where it says nothing', async () => {
    const { test: settings } = await loadValid(units);
    expect(settings).toEqual({ environment: new Map(), references: [], addresses: [], reset: 'none' });
  });

  test('is variables, units and what is done between two runs', async () => {
    const text = `${units}test: { environment: { A: b }, services: [web], reset: snapshot }`;
    expect((await loadValid(text)).test).toMatchObject({
      environment: new Map([['A', 'b']]),
      services: ['web'],
      reset: 'snapshot',
    });
  });

  test('stands under "x-devstack" in a Compose file', async () => {
    const text = 'services: { web: { image: "busybox:1.36" } }\nx-devstack: { test: { services: [web] } }';
    expect((await loadValid(text, { name: 'compose.yaml' })).test.services).toEqual(['web']);
  });
});

describe('is told where it stands:', () => {
  test.each([
    ['a unit that does not exist', 'services: [wbe]', '"services" of "test" names "wbe", which does not exist'],
    ['a way to reset that is none', 'reset: sometimes', 'must be none, seed or snapshot'],
    ['a key that is none', 'enviroment: {}', 'enviroment'],
    ['an output of no job', 'environment: { A: "${jobs.sed.outputs.X}" }', 'refers to an output of "sed"'],
    ['an output of a service', 'environment: { A: "${jobs.web.outputs.X}" }', 'only jobs have outputs'],
    ['an output that is sensitive', 'environment: { A: "${jobs.seed.outputs.TOKEN}" }', 'which is sensitive'],
    ['the address of nothing', 'environment: { A: "${services.wbe.url}" }', 'the address of "wbe"'],
    ['the address of a job', 'environment: { A: "${services.seed.url}" }', 'only services have addresses'],
    ['an address of which there are several', 'environment: { A: "${services.two.url}" }', '"two"'],
  ])('%s', async (_, lines, message) => {
    const { manifest, problems } = await loadText(`${units}test: { ${lines} }`);
    const planned = manifest === undefined ? [] : makePlan(manifest, {}).problems;
    const errors = [...problems, ...planned].filter(({ severity }) => severity === 'error');
    expect(errors).toMatchObject([{ message: expect.stringContaining(message) }]);
    expect(errors[0]?.span).toBeDefined();
  });
});
