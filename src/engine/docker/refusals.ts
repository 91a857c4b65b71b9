import type { FailureCode } from '../../core/failure.ts';

/** An engine's refusal in our words. */
interface KnownRefusal {
  readonly code?: FailureCode;
  readonly message: string;
  readonly hint?: string;
}

interface Rule {
  readonly pattern: RegExp;
  readonly say: (found: RegExpExecArray) => KnownRefusal;
}

/** The engine words these differently from version to version (20.10 to 28.5 seen); the first match decides. */
const rules: readonly Rule[] = [
  {
    pattern:
      /(?:Bind for |bind host port (?:for )?|listen (?:tcp|udp)[46]? |exposing port \w+ )(\S+?):(\d+)\b.*(?:already allocated|address already in use|Only one usage)/i,
    say: ([, address, port]) => ({
      code: 'port-taken',
      message: `port ${port} on ${address} is taken by something else`,
      hint: `stop what listens on port ${port}, or publish another port`,
    }),
  },
  {
    pattern: /port is already allocated|address already in use/i,
    say: () => ({
      code: 'port-taken',
      message: 'one of its published ports is taken by something else',
      hint: 'stop what listens on that port, or publish another port',
    }),
  },
  {
    pattern: /listen (?:tcp|udp)\d? \S+?:(\d+): bind: permission denied|cannot expose privileged port (\d+)/i,
    say: ([, first, second]) => ({
      message: `this engine may not publish port ${first ?? second}`,
      hint: 'publish a port from 1024 up: a rootless engine may not use lower ones',
    }),
  },
  {
    pattern: /no space left on device/i,
    say: () => ({
      code: 'engine-refused',
      message: 'the disk of the engine is full',
      hint: 'see what takes the space with "docker system df", and free some with "docker system prune"',
    }),
  },
  {
    pattern: /No such image: (\S+)/i,
    say: ([, image]) => ({ code: 'image-missing', message: `the engine does not have the image "${image}"` }),
  },
  {
    pattern: /No such container/i,
    say: () => ({ code: 'removed', message: 'the container is gone, something else removed it' }),
  },
  {
    pattern: /Conflict\. The container name "\/?([^"]+)" is already in use/i,
    say: ([, name]) => ({
      message: `a container named "${name}" exists already`,
      hint: `remove it with "docker rm -f ${name}" if nobody needs it`,
    }),
  },
  {
    pattern: /bind source path does not exist: (.+)/i,
    say: ([, path]) => ({ message: `the file or folder "${path}" that it mounts does not exist` }),
  },
  {
    pattern: /exec: "([^"]+)": (?:executable file not found|stat .*no such file or directory)/i,
    say: ([, command]) => ({
      message: `its image has no command "${command}"`,
      hint: 'look at "command" and "entrypoint" of the unit, and at its image',
    }),
  },
  {
    pattern: /exec: "([^"]+)": permission denied|exec (\S+): permission denied/i,
    say: ([, first, second]) => ({
      message: `"${first ?? second}" in its image may not be executed`,
      hint: 'look at the file mode of that command',
    }),
  },
  {
    pattern: /has active endpoints/i,
    say: () => ({
      message: 'something is still connected to it',
      hint: 'stop or disconnect that; "docker network inspect" names it',
    }),
  },
  {
    pattern: /volume is in use - \[([^\]]+)\]/i,
    say: ([, users]) => ({
      message: `a container still uses it (${users?.replace(/\b([0-9a-f]{12})[0-9a-f]+/g, '$1')})`,
      hint: 'remove that container first',
    }),
  },
  { pattern: /is paused/i, say: () => ({ message: 'the container is paused' }) },
  { pattern: /is not running/i, say: () => ({ message: 'the container is not running' }) },
  { pattern: /network (\S+) not found/i, say: ([, name]) => ({ message: `the network "${name}" is gone` }) },
];

/** Whether it is the container that can not be started, by what runs it, rather than the engine that stumbles. */
export const isRuntimeRefusal = (message: string): boolean =>
  /OCI runtime|runtime create failed|failed to create (?:shim )?task|error (?:while )?mounting|device driver/i.test(
    message,
  );

/** What a refusal means, where its words are known. */
export function knownRefusal(message: string): KnownRefusal | undefined {
  for (const rule of rules) {
    const found = rule.pattern.exec(message);
    if (found !== null) return rule.say(found);
  }
  return undefined;
}
