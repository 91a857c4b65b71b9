/** A key of a service, what its unit comes to, and the forms that mean it; `docker compose config` takes all of them. */
export const unitKeyCases: readonly (readonly [key: string, unit: object, ...forms: string[]])[] = [
  ['attach', { attach: false }, 'attach: false'],
  [
    'command',
    { command: ['echo', 'a b'] },
    "command: echo 'a b'",
    'command: [echo, a b]',
    'command:\n  - echo\n  - a b',
  ],
  ['container_name', { containerName: 'one' }, 'container_name: one'],
  ['entrypoint', { entrypoint: ['sh', '-c'] }, 'entrypoint: sh -c', 'entrypoint: [sh, -c]'],
  ['entrypoint of nothing', { entrypoint: [] }, 'entrypoint: []'],
  [
    'depends_on',
    { dependsOn: [{ unit: 'other', condition: 'started', required: true, restart: false }] },
    'depends_on: [other]',
    'depends_on: { other: { condition: service_started } }',
    'depends_on: { other: { condition: service_started, required: true, restart: false } }',
  ],
  [
    'depends_on with more about it',
    { dependsOn: [{ unit: 'other', condition: 'ready', required: false, restart: true }] },
    'depends_on: { other: { condition: service_healthy, required: false, restart: true } }',
  ],
  [
    'external_links',
    { externalLinks: [{ container: 'any', alias: 'any' }] },
    'external_links: [any]',
    'external_links: ["any:any"]',
  ],
  [
    'healthcheck',
    { healthcheck: { test: { kind: 'shell', script: 'a b' }, disabled: false } },
    'healthcheck: { test: a b }',
    'healthcheck: { test: [CMD-SHELL, a b] }',
  ],
  [
    'healthcheck of words, with its times',
    {
      healthcheck: {
        test: { kind: 'exec', argv: ['a', 'b'] },
        interval: 90_000,
        timeout: 10_000,
        retries: 3,
        startPeriod: 40_000,
        startInterval: 5_000,
      },
    },
    'healthcheck: { test: [CMD, a, b], interval: 1m30s, timeout: 10s, retries: 3, start_period: 40s, start_interval: 5s }',
    'healthcheck: { test: ["CMD", "a", "b"], interval: 90s, timeout: 10000ms, retries: "3", start_period: 0m40s, start_interval: 5s }',
  ],
  [
    'healthcheck that is switched off',
    { healthcheck: { disabled: true } },
    'healthcheck: { disable: true }',
    'healthcheck: { test: [NONE] }',
  ],
  ['healthcheck of the image', { healthcheck: { disabled: false, interval: 1_000 } }, 'healthcheck: { interval: 1s }'],
  ['init', { init: true }, 'init: true', 'init: "true"'],
  ['links', { links: [{ unit: 'other', alias: 'other' }] }, 'links: [other]', 'links: ["other:other"]'],
  ['links with another name', { links: [{ unit: 'other', alias: 'it' }] }, 'links: ["other:it"]'],
  [
    'networks',
    {
      networking: {
        kind: 'networks',
        attachments: [
          { network: 'front', aliases: [] },
          { network: 'back', aliases: [] },
        ],
      },
    },
    'networks: [front, back]',
    'networks: { front: , back: }',
    'networks: { front: {}, back: {} }',
  ],
  [
    'networks with more about them',
    {
      networking: {
        kind: 'networks',
        attachments: [
          {
            network: 'front',
            aliases: ['a', 'b'],
            ipv4: '10.0.0.2',
            ipv6: 'fd00::2',
            linkLocal: ['169.254.8.8'],
            macAddress: '02:42:ac:11:65:43',
            driverOptions: { x: '1' },
            priority: 7,
            gatewayPriority: 2,
            interfaceName: 'eth9',
          },
        ],
      },
    },
    'networks: { front: { aliases: [a, b], ipv4_address: 10.0.0.2, ipv6_address: "fd00::2", link_local_ips: [169.254.8.8], mac_address: "02:42:ac:11:65:43", driver_opts: { x: 1 }, priority: 7, gw_priority: 2, interface_name: eth9 } }',
  ],
  [
    'no networks',
    { networking: { kind: 'networks', attachments: [{ network: 'default' }] } },
    'init: false',
    'networks: []',
  ],
  ['network_mode', { networking: { kind: 'mode', mode: 'host' } }, 'network_mode: host'],
  ['network_mode of another service', { networking: { kind: 'unit', unit: 'other' } }, 'network_mode: service:other'],
  [
    'network_mode of a container',
    { networking: { kind: 'container', container: 'any' } },
    'network_mode: "container:any"',
  ],
  [
    'ports',
    { ports: [{ container: 80, host: 8080, protocol: 'tcp' }] },
    'ports: ["8080:80"]',
    'ports: ["8080:80/tcp"]',
    'ports: [8080:80]',
    'ports: [{ target: 80, published: 8080 }]',
    'ports: [{ target: "80", published: "8080", protocol: tcp, mode: ingress }]',
  ],
  [
    'ports with a name',
    { ports: [{ container: 80, name: 'web', appProtocol: 'http' }] },
    'ports: [{ target: 80, name: web, app_protocol: http }]',
  ],
  [
    'ports of a range',
    {
      ports: [
        { container: 80, host: 8080 },
        { container: 81, host: 8081 },
      ],
    },
    'ports: ["8080-8081:80-81"]',
  ],
  [
    'ports of which one is free',
    { ports: [{ container: 80, host: [8080, 8090] }] },
    'ports: ["8080-8090:80"]',
    'ports: [{ target: 80, published: "8080-8090" }]',
  ],
  [
    'ports that the engine chooses',
    { ports: [{ container: 80 }, { container: 81 }] },
    'ports: [80, 81]',
    'ports: ["80-81"]',
    'ports: [{ target: 80 }, "81"]',
  ],
  [
    'ports of one address',
    { ports: [{ container: 53, host: 53, address: '::1', protocol: 'udp' }] },
    'ports: ["[::1]:53:53/udp"]',
    'ports: [{ target: 53, published: 53, host_ip: "::1", protocol: udp }]',
  ],
  [
    'post_start and pre_stop',
    {
      hooks: {
        preStart: [],
        postStart: [
          { command: ['a', 'b'], user: 'root', privileged: true, workingDir: '/x', environment: new Map([['A', '1']]) },
        ],
        preStop: [{ command: ['c'], privileged: false }],
      },
    },
    'post_start: [{ command: a b, user: root, privileged: true, working_dir: /x, environment: [A=1] }]\npre_stop: [{ command: c }]',
    'post_start: [{ command: [a, b], user: root, privileged: true, working_dir: /x, environment: { A: 1 } }]\npre_stop: [{ command: [c] }]',
  ],
  ['profiles', { profiles: ['a', 'b'] }, 'profiles: [a, b]', 'profiles: [a, b, a]'],
  [
    'pull_policy',
    { pullPolicy: { kind: 'missing' } },
    'pull_policy: missing',
    'pull_policy: if_not_present',
    'init: false',
  ],
  ['pull_policy of builds', { pullPolicy: { kind: 'build' } }, 'pull_policy: build'],
  [
    'pull_policy of days',
    { pullPolicy: { kind: 'refresh', everyMs: 86_400_000 } },
    'pull_policy: daily',
    'pull_policy: every_1d',
    'pull_policy: every_24h',
  ],
  [
    'pull_policy of weeks',
    { pullPolicy: { kind: 'refresh', everyMs: 604_800_000 } },
    'pull_policy: weekly',
    'pull_policy: every_1w',
  ],
  ['stop_grace_period', { stopGracePeriod: 90_000 }, 'stop_grace_period: 1m30s', 'stop_grace_period: 90s'],
  ['user', { user: '1000:1000' }, 'user: "1000:1000"', 'user: 1000:1000'],
  [
    'secrets and configs',
    {
      files: [
        { file: { kind: 'secret', key: 'token' }, target: '/run/secrets/token' },
        { file: { kind: 'config', key: 'page' }, target: '/page' },
      ],
    },
    'secrets: [token]\nconfigs: [page]',
    'secrets: [{ source: token }]\nconfigs: [{ source: page }]',
  ],
  [
    'secrets and configs with a place of their own',
    {
      files: [
        { target: '/run/secrets/other', uid: 103, gid: 104, mode: 0o440 },
        { target: '/etc/page', mode: 0o400 },
      ],
    },
    'secrets: [{ source: token, target: other, uid: "103", gid: "104", mode: 0440 }]\nconfigs: [{ source: page, target: /etc/page, mode: 0400 }]',
  ],
  [
    'volumes',
    { mounts: [{ type: 'volume', volume: 'data', target: '/data', readOnly: true, noCopy: true }] },
    'volumes: ["data:/data:ro,nocopy"]',
    'volumes: [{ type: volume, source: data, target: /data, read_only: true, volume: { nocopy: true } }]',
  ],
  [
    'volumes of a folder in them',
    { mounts: [{ type: 'volume', volume: 'data', subpath: 'a/b' }] },
    'volumes: [{ type: volume, source: data, target: /data, volume: { subpath: a/b } }]',
  ],
  [
    'volumes of a folder of the host',
    { mounts: [{ type: 'bind', source: '/abs', target: '/data', readOnly: false, create: true }] },
    'volumes: ["/abs:/data"]',
    'volumes: ["/abs:/data:rw"]',
    'volumes: [{ type: bind, source: /abs, target: /data }]',
  ],
  [
    'volumes of a folder of the host with options',
    {
      mounts: [
        {
          type: 'bind',
          create: false,
          propagation: 'rslave',
          selinux: 'Z',
          recursive: 'disabled',
          consistency: 'cached',
        },
      ],
    },
    'volumes: [{ type: bind, source: /abs, target: /data, consistency: cached, bind: { create_host_path: false, propagation: rslave, selinux: Z, recursive: disabled } }]',
  ],
  [
    'volumes without a name',
    { mounts: [{ type: 'anonymous', target: '/data', readOnly: false }] },
    'volumes: [/data]',
    'volumes: [{ type: volume, target: /data }]',
  ],
  [
    'volumes_from',
    { volumesFrom: [{ from: { kind: 'unit', name: 'other' }, readOnly: false }] },
    'volumes_from: [other]',
    'volumes_from: ["other:rw"]',
  ],
  [
    'volumes_from for reading',
    { volumesFrom: [{ from: { kind: 'container', name: 'any' }, readOnly: true }] },
    'volumes_from: ["container:any:ro"]',
  ],
  ['working_dir', { workingDir: '/x' }, 'working_dir: /x'],
];
