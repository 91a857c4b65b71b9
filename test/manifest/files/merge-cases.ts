import type { SameProject } from './same-project.ts';

const service = (lines: string): string =>
  `services:\n  web:\n    image: base:1\n${lines.replace(/^(?=.)/gm, '    ')}\n`;

/** What two files say about one service, and what that comes to. */
const ofService: readonly (readonly [title: string, base: string, over: string, same: string])[] = [
  ['one value replaces the other', 'user: a\nhostname: one', 'user: b', 'user: b\nhostname: one'],
  ['a key without a value says nothing', 'user: a', 'user:', 'user: a'],
  ['a command without a value is that of the image', 'command: [a]\nuser: x', 'command:', 'user: x'],
  [
    'a variable without a value is that of the shell',
    'environment: { A: 1, B: 1 }',
    'environment: { A: }',
    'environment: { A: , B: 1 }',
  ],
  ['a variable without a value in a list', 'environment: [A=1, B=1]', 'environment: [A]', 'environment: [A, B=1]'],
  ['no variables say nothing', 'environment: { A: 1 }', 'environment:', 'environment: { A: 1 }'],
  ['no build says nothing', 'build: ./a', 'build:', 'build: ./a'],
  ['no mounts say nothing', 'volumes: ["./a:/a"]', 'volumes: []', 'volumes: ["./a:/a"]'],
  ['a command is replaced', 'command: [a, b]', 'command: c', 'command: [c]'],
  ['an entrypoint is replaced', 'entrypoint: [a, b]', 'entrypoint: [c]', 'entrypoint: [c]'],
  [
    'the test of a healthcheck is replaced, and its other keys stay',
    'healthcheck: { test: [CMD, a, b], interval: 3s }',
    'healthcheck: { test: [CMD, c], retries: 2 }',
    'healthcheck: { test: [CMD, c], interval: 3s, retries: 2 }',
  ],
  [
    'variables of maps',
    'environment: { A: 1, B: 1 }',
    'environment: { B: 2, C: 2 }',
    'environment: { A: 1, B: 2, C: 2 }',
  ],
  ['variables of lists', 'environment: [A=1, B=1]', 'environment: [B=2, C=2]', 'environment: [A=1, B=2, C=2]'],
  [
    'variables of a list and a map',
    'environment: [A=1, B=1=1]',
    'environment: { A: x }',
    'environment: { A: x, B: 1=1 }',
  ],
  ['labels of a list and a map', 'labels: [a=1, b=1]', 'labels: { b: 2 }', 'labels: { a: 1, b: 2 }'],
  ['ports are added', 'ports: ["80:80"]', 'ports: ["81:81"]', 'ports: ["80:80", "81:81"]'],
  ['the same port is there once', 'ports: ["80:80"]', 'ports: ["80:80"]', 'ports: ["80:80"]'],
  ['another protocol is another port', 'ports: ["80:80"]', 'ports: ["80:80/udp"]', 'ports: ["80:80", "80:80/udp"]'],
  [
    'another address is another port',
    'ports: ["127.0.0.1:80:80"]',
    'ports: ["127.0.0.2:80:80"]',
    'ports: ["127.0.0.1:80:80", "127.0.0.2:80:80"]',
  ],
  ['exposed ports are added once', 'expose: ["80"]', 'expose: ["80", "81"]', 'expose: ["80", "81"]'],
  [
    'a mount replaces the one at the same place',
    'volumes: ["./a:/a", "./b:/b"]',
    'volumes: ["./c:/a"]',
    'volumes: ["./c:/a", "./b:/b"]',
  ],
  [
    'a mount of the long form replaces one of the short form',
    'volumes: ["./a:/a"]',
    'volumes: [{ type: tmpfs, target: /a }]',
    'volumes: [{ type: tmpfs, target: /a }]',
  ],
  [
    'devices are matched by their place',
    'devices: ["/dev/a:/dev/x"]',
    'devices: ["/dev/b:/dev/x"]',
    'devices: ["/dev/b:/dev/x"]',
  ],
  ['tmpfs are added', 'tmpfs: /a', 'tmpfs: [/b]', 'tmpfs: [/a, /b]'],
  ['name servers are added', 'dns: 1.1.1.1', 'dns: [8.8.8.8, 1.1.1.1]', 'dns: [1.1.1.1, 8.8.8.8]'],
  ['search domains are added', 'dns_search: [a.b]', 'dns_search: c.d', 'dns_search: [a.b, c.d]'],
  ['options of name servers are added', 'dns_opt: [a]', 'dns_opt: [b]', 'dns_opt: [a, b]'],
  [
    'rights are added once',
    'cap_add: [A, B]\ncap_drop: [C]',
    'cap_add: [B, D]\ncap_drop: [E]',
    'cap_add: [A, B, D]\ncap_drop: [C, E]',
  ],
  ['options of security are added', 'security_opt: [a:b]', 'security_opt: [c:d]', 'security_opt: [a:b, c:d]'],
  ['groups are added', 'group_add: ["1"]', 'group_add: ["2"]', 'group_add: ["1", "2"]'],
  [
    'hosts of a list and a map',
    'extra_hosts: ["a:1.1.1.1"]',
    'extra_hosts: { b: 2.2.2.2 }',
    'extra_hosts: ["a:1.1.1.1", "b:2.2.2.2"]',
  ],
  ['profiles are added', 'profiles: [a]', 'profiles: [b]', 'profiles: [a, b]'],
  ['sysctls', 'sysctls: { a.b: 1 }', 'sysctls: [c.d=2]', 'sysctls: { a.b: 1, c.d: 2 }'],
  ['options of storage', 'storage_opt: { size: 1G }', 'storage_opt: { size: 2G }', 'storage_opt: { size: 2G }'],
  ['annotations', 'annotations: { a: b }', 'annotations: [c=d]', 'annotations: { a: b, c: d }'],
  [
    'a limit replaces the whole limit',
    'ulimits: { nofile: { soft: 1, hard: 2 } }',
    'ulimits: { nofile: 3, nproc: 4 }',
    'ulimits: { nofile: 3, nproc: 4 }',
  ],
  [
    'options of one log driver',
    'logging: { driver: json-file, options: { max-size: 1m } }',
    'logging: { options: { max-file: "2" } }',
    'logging: { driver: json-file, options: { max-size: 1m, max-file: "2" } }',
  ],
  [
    'another log driver has its own options',
    'logging: { driver: json-file, options: { max-size: 1m } }',
    'logging: { driver: syslog, options: { tag: x } }',
    'logging: { driver: syslog, options: { tag: x } }',
  ],
  ['a build in both forms', 'build: ./a', 'build: { dockerfile: Other }', 'build: { context: ./a, dockerfile: Other }'],
  [
    'a build of another folder',
    'build: { context: ./a, target: x }',
    'build: ./b',
    'build: { context: ./b, target: x }',
  ],
  [
    'arguments, labels and tags of a build',
    'build: { context: ., args: [A=1, B=1], labels: { a: b }, tags: [x] }',
    'build: { args: { B: 2 }, labels: [c=d], tags: [y] }',
    'build: { context: ., args: { A: 1, B: 2 }, labels: { a: b, c: d }, tags: [x, y] }',
  ],
  [
    'limits and replicas of a deployment',
    'deploy: { replicas: 2, resources: { limits: { memory: 1g } } }',
    'deploy: { replicas: 3, resources: { limits: { cpus: "2" } } }',
    'deploy: { replicas: 3, resources: { limits: { memory: 1g, cpus: "2" } } }',
  ],
  [
    'hooks are added',
    'post_start: [{ command: a }]',
    'post_start: [{ command: b }]',
    'post_start: [{ command: a }, { command: b }]',
  ],
];

/** What two whole files say, and what that comes to. */
const ofFiles: readonly (readonly [title: string, base: string, over: string, same: string])[] = [
  [
    'services of both',
    'services: { a: { image: a } }',
    'services: { b: { image: b } }',
    'services: { a: { image: a }, b: { image: b } }',
  ],
  [
    'the name of the later one',
    'name: one\nservices: { a: { image: a } }',
    'name: two',
    'name: two\nservices: { a: { image: a } }',
  ],
  [
    'dependencies of a list and a map',
    'services: { a: { image: a, depends_on: [b, c] }, b: { image: b }, c: { image: c } }',
    'services: { a: { depends_on: { b: { condition: service_healthy } } } }',
    'services: { a: { image: a, depends_on: { b: { condition: service_healthy }, c: { condition: service_started } } }, b: { image: b }, c: { image: c } }',
  ],
  [
    'dependencies of a map and a list, which says that nothing special is meant',
    'services: { a: { image: a, depends_on: { b: { condition: service_healthy, required: false }, c: { condition: service_healthy } } }, b: { image: b }, c: { image: c } }',
    'services: { a: { depends_on: [b] } }',
    'services: { a: { image: a, depends_on: { b: { condition: service_started }, c: { condition: service_healthy } } }, b: { image: b }, c: { image: c } }',
  ],
  [
    'networks of a map and a list',
    'services: { a: { image: a, networks: { x: { aliases: [b] } } } }\nnetworks: { x: , y: }',
    'services: { a: { networks: [x, y] } }',
    'services: { a: { image: a, networks: { x: { aliases: [b] }, y: } } }\nnetworks: { x: , y: }',
  ],
  [
    'networks of a list and a map',
    'services: { a: { image: a, networks: [x] } }\nnetworks: { x: , y: }',
    'services: { a: { networks: { x: { aliases: [b] }, y: } } }',
    'services: { a: { image: a, networks: { x: { aliases: [b] }, y: } } }\nnetworks: { x: , y: }',
  ],
  [
    'other names on a network are added',
    'services: { a: { image: a, networks: { x: { aliases: [b] } } } }\nnetworks: { x: }',
    'services: { a: { networks: { x: { aliases: [c] } } } }',
    'services: { a: { image: a, networks: { x: { aliases: [b, c] } } } }\nnetworks: { x: }',
  ],
  [
    'secrets are matched by their place',
    'services: { a: { image: a, secrets: [s, { source: t, target: x }] } }\nsecrets: { s: { file: ./s }, t: { file: ./t } }',
    'services: { a: { secrets: [{ source: s, target: x }] } }',
    'services: { a: { image: a, secrets: [s, { source: s, target: x }] } }\nsecrets: { s: { file: ./s }, t: { file: ./t } }',
  ],
  [
    'what volumes and networks are',
    'services: { a: { image: a, networks: [n], volumes: ["v:/v"] } }\nvolumes: { v: { driver: local, labels: { a: b } } }\nnetworks: { n: { internal: true } }',
    'volumes: { v: { labels: [c=d] } }\nnetworks: { n: { driver_opts: { x: 1 } } }',
    'services: { a: { image: a, networks: [n], volumes: ["v:/v"] } }\nvolumes: { v: { driver: local, labels: { a: b, c: d } } }\nnetworks: { n: { internal: true, driver_opts: { x: 1 } } }',
  ],
  [
    'addresses of a network are matched by their subnet',
    'services: { a: { image: a, networks: [n] } }\nnetworks: { n: { ipam: { config: [{ subnet: 10.0.0.0/24 }] } } }',
    'networks: { n: { ipam: { config: [{ subnet: 10.0.0.0/24, gateway: 10.0.0.9 }, { subnet: 10.0.1.0/24 }] } } }',
    'services: { a: { image: a, networks: [n] } }\nnetworks: { n: { ipam: { config: [{ subnet: 10.0.0.0/24, gateway: 10.0.0.9 }, { subnet: 10.0.1.0/24 }] } } }',
  ],
];

const files = ['base.yaml', 'over.yaml'];

export const mergeCases: readonly SameProject[] = [
  ...ofService.map(([title, base, over, same]) => ({
    title,
    files: { 'base.yaml': service(base), 'over.yaml': service(over) },
    options: { files },
    same: service(same),
  })),
  ...ofFiles.map(([title, base, over, same]) => ({
    title,
    files: { 'base.yaml': base, 'over.yaml': over },
    options: { files },
    same,
  })),
];
