import { describe, expect, it } from 'vitest';
import { loadUnit, loadValid } from './load-text.ts';

describe('a command', () => {
  it.each([
    ['command: sh -c "echo \'a b\' \\"c\\"" d\\ e', ['sh', '-c', 'echo \'a b\' "c"', 'd e']],
    ['command: echo \'a "b\' ""', ['echo', 'a "b', '']],
    ['command: ["echo", "a b"]', ['echo', 'a b']],
    ['command: []', []],
  ])('%s is %j', async (line, command) => {
    expect((await loadUnit('service', line)).command).toEqual(command);
  });

  it.each(['command:', 'init: false'])('is that of the image with %j', async (line) => {
    expect(await loadUnit('job', line)).not.toHaveProperty('command');
  });
});

describe('an environment', () => {
  it.each([
    ['a map', 'environment: { TEXT: a, VERSION: 1.10, YES: true, EMPTY: "", SHELL_ONLY: , UNSET: }'],
    ['a list', 'environment: [TEXT=a, VERSION=1.10, YES=true, EMPTY=, SHELL_ONLY, UNSET]'],
  ])('in the form of %s keeps what was written, and takes from the shell what has no value', async (_, line) => {
    const { environment } = await loadUnit('service', line, { environment: { SHELL_ONLY: 'from the shell' } });
    expect(Object.fromEntries(environment)).toEqual({
      TEXT: 'a',
      VERSION: '1.10',
      YES: 'true',
      EMPTY: '',
      SHELL_ONLY: 'from the shell',
    });
  });

  it('has that of the file, then that of `from`, then its own', async () => {
    const { units } = await loadValid(
      'environment: { A: file, B: file, C: file, D: file }\nservices:\n  base: { image: "a:1", environment: { B: base, C: base, D: base } }\n  middle: { from: base, environment: { C: middle, D: middle } }\n  own: { from: middle, environment: { D: own } }\n',
    );
    expect(Object.fromEntries(units.get('own')?.environment ?? [])).toEqual({
      A: 'file',
      B: 'base',
      C: 'middle',
      D: 'own',
    });
  });
});

describe('from', () => {
  it('brings image, user and working folder, and neither ports nor dependencies', async () => {
    const { units } = await loadValid(
      'services:\n  app: { image: "app:1", user: 1000, working_dir: /app, ports: ["80"], depends_on: { db: { condition: started } } }\n  db: { image: "db:1" }\njobs:\n  migrate: { from: app, working_dir: /migrate }\n',
    );
    expect(units.get('migrate')).toMatchObject({
      image: 'app:1',
      user: '1000',
      workingDir: '/migrate',
      ports: [],
      dependsOn: [],
    });
  });
});

describe('a port', () => {
  it.each([
    ['80', { container: 80 }],
    ['"8080:80"', { container: 80, host: 8080 }],
    ['"8080:80/udp"', { container: 80, host: 8080, protocol: 'udp' }],
    ['"10.0.0.1:8080:80"', { container: 80, host: 8080, address: '10.0.0.1' }],
    ['"10.0.0.1::80"', { container: 80, address: '10.0.0.1' }],
    ['"[::1]:8080:80"', { container: 80, host: 8080, address: '::1' }],
    ['{ target: 80 }', { container: 80 }],
    [
      '{ target: 80, published: "8080", host_ip: 10.0.0.1, protocol: udp, mode: host }',
      { container: 80, host: 8080, address: '10.0.0.1', protocol: 'udp' },
    ],
  ])('%s is understood', async (text, expected) => {
    const [port] = (await loadUnit('service', `ports: [${text}]`)).ports;
    const { span, ...rest } = port ?? {};
    expect(rest).toEqual({ address: '127.0.0.1', protocol: 'tcp', ...expected });
  });
});

describe('a mount', () => {
  const volumes = 'volumes: { data: { } }\n';

  it.each([
    ['data:/data', { type: 'volume', volume: 'data', target: '/data', readOnly: false }],
    ['data:/data:ro', { type: 'volume', volume: 'data', target: '/data', readOnly: true }],
    ['/data', { type: 'anonymous', target: '/data', readOnly: false }],
    ['/abs:/data:ro,z', { type: 'bind', source: '/abs', target: '/data', readOnly: true, create: true, selinux: 'z' }],
    ['~/x:/data', { type: 'bind', source: '/home/me/x', target: '/data', readOnly: false, create: true }],
    [
      '{ type: volume, source: data, target: /data, read_only: true }',
      { type: 'volume', volume: 'data', target: '/data', readOnly: true },
    ],
    ['{ type: volume, target: /data }', { type: 'anonymous', target: '/data', readOnly: false }],
    [
      '{ type: bind, source: /abs, target: /data, bind: { create_host_path: false } }',
      { type: 'bind', source: '/abs', target: '/data', readOnly: false, create: false },
    ],
    [
      '{ type: tmpfs, target: /run, tmpfs: { size: 64m, mode: 0o1777 } }',
      { type: 'tmpfs', target: '/run', size: 67_108_864, mode: 0o1777 },
    ],
  ])('%s is understood', async (text, expected) => {
    const options = { rest: volumes, environment: { HOME: '/home/me' } };
    const [mount] = (await loadUnit('service', `volumes: [${text.startsWith('{') ? text : `"${text}"`}]`, options))
      .mounts;
    const { span, ...rest } = mount ?? {};
    expect(rest).toEqual(expected);
  });

  it('of a relative path counts from the folder of the manifest', async () => {
    const { mounts } = await loadUnit('service', 'volumes: ["./a:/a", "../b:/b"]');
    expect(mounts).toMatchObject([
      { source: expect.stringMatching(/\/project[^/]*\/a$/) },
      { source: expect.stringMatching(/[^/]*\/b$/) },
    ]);
  });

  it.each([
    'tmpfs: /run:size=1k,mode=700,noexec',
    'tmpfs: ["/run:mode=0700,size=1024"]',
    'volumes: [{ type: tmpfs, target: /run, tmpfs: { mode: 0700, size: 1024 } }]',
    'volumes: [{ type: tmpfs, target: /run, tmpfs: { mode: 700, size: 1k } }]',
  ])('%s is understood', async (line) => {
    const { mounts } = await loadUnit('service', line);
    expect(mounts).toMatchObject([{ type: 'tmpfs', target: '/run', size: 1024, mode: 0o700 }]);
  });
});

describe('a volume', () => {
  it.each([
    ['', { name: 'shop_data', external: false }],
    ['{ name: mine }', { name: 'mine', external: false }],
    ['{ external: true }', { name: 'data', external: true }],
    ['{ external: true, name: mine }', { name: 'mine', external: true }],
    [
      '{ driver: local, driver_opts: { size: 10 }, labels: [a=b] }',
      { driver: 'local', driverOptions: { size: '10' }, labels: { a: 'b' } },
    ],
  ])('%j has its name and driver on the engine', async (text, expected) => {
    const { volumes } = await loadValid(`name: shop\nvolumes:\n  data: ${text}\n`);
    expect(volumes.get('data')).toMatchObject(expected);
  });
});

describe('a job', () => {
  it('has its outputs in upper case, and its inputs from the folder of the manifest', async () => {
    const job = await loadUnit(
      'job',
      'outputs: { token: { sensitive: true }, URL: }\ninputs: [sql/*.sql]\ntimeout: 1m',
    );
    expect(job.outputs).toMatchObject([
      { name: 'TOKEN', sensitive: true, required: true },
      { name: 'URL', sensitive: false, required: true },
    ]);
    expect(job.inputs).toEqual([expect.stringMatching(/^\/.*\/sql\/\*\.sql$/)]);
    expect(job.timeout).toBe(60_000);
  });
});

describe('what a unit does not say', () => {
  it('is the default of the Compose Specification', async () => {
    const unit = await loadUnit('service', 'title: 42');
    expect(unit).toMatchObject({ title: '42', stopGracePeriod: 10_000, restart: { policy: 'no' } });
  });

  it.each([
    ['no', { policy: 'no' }],
    ['always', { policy: 'always' }],
    ['unless-stopped', { policy: 'unless-stopped' }],
    ['on-failure', { policy: 'on-failure' }],
    ['on-failure:3', { policy: 'on-failure', maxRetries: 3 }],
  ])('of restart may be %s', async (text, restart) => {
    expect((await loadUnit('service', `restart: ${text}`)).restart).toEqual(restart);
  });
});
