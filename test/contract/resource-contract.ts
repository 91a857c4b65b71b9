import { expect, test } from 'vitest';
import { image, networkOf } from '../support/engine-things.ts';
import type { Subject } from './engine-contract.ts';
import { projectFixture } from './project-fixture.ts';

/** Networks and images. */
export function resourceContract(subject: () => Subject): void {
  const project = projectFixture(subject);

  test('a network is made once, also by two at the same time, and has a gateway', async () => {
    const { engine, name, signal } = project();
    const made = await Promise.all(
      [1, 2, 3].map(() => engine.ensureNetwork(name, networkOf(name, { key: 'extra', name: `${name}_extra` }), signal)),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(made.filter(({ created }) => created)).toHaveLength(1);
    expect(made[0]).toMatchObject({ owned: true, gateways: [expect.stringMatching(/^[\d.]+$/)] });
    expect(
      await engine.ensureNetwork(name, networkOf(name, { key: 'extra', name: `${name}_extra` }), signal),
    ).toMatchObject({ created: false });
  });

  test('a network that has come since none was seen is used as it is', async () => {
    const { engine, name, signal } = project();
    const network = networkOf(name, { key: 'extra', name: `${name}_extra` });
    const made = await Promise.all([1, 2, 3].map(() => engine.ensureNetwork(name, network, signal, 'none')));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(made.filter(({ created }) => created)).toHaveLength(1);
    expect(await engine.ensureNetwork(name, network, signal, 'none')).toMatchObject({
      id: made[0]?.id,
      created: false,
    });
  });

  test('one look shows the networks that the project has made', async () => {
    const { engine, name, signal } = project();
    expect((await engine.observe(name, signal)).networks).toMatchObject([{ name: `${name}_default`, owned: true }]);
  });

  test('removing a network or volume that is gone is fine', async () => {
    const { engine, name, signal } = project();
    await engine.removeNetwork(`${name}_none`, signal);
    await engine.removeVolume(`${name}_none`, signal);
  });

  test('a network that is in use is not removed, and who uses it is said', async () => {
    const { engine, name, signal, create } = project();
    await engine.start(await create('sleep infinity'), signal);
    await expect(engine.removeNetwork(`${name}_default`, signal)).rejects.toMatchObject({
      failure: { code: 'teardown', message: expect.stringMatching(/still connected to it \("[^"]+"\)$/) },
    });
  });

  test('the id of an image is known when the engine has it', async () => {
    const { engine, signal } = project();
    expect(await engine.image(image, signal)).toMatchObject({ id: expect.stringMatching(/^sha256:/) });
    expect(await engine.image('devstack-none:1', signal)).toBeUndefined();
  });

  test('an image that the engine does not have is told', async () => {
    const { create } = project();
    await expect(create('true', { image: 'devstack-none:1' })).rejects.toMatchObject({
      failure: { code: 'image-missing' },
    });
  });
}
