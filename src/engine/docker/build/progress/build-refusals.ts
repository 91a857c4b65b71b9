import type { BuildStep } from './build-step.ts';
import { nameOfStep } from './build-step.ts';

/** Why a build failed, in plain words. */
export interface Explanation {
  readonly message: string;
  readonly hint?: string;
  readonly exitCode?: number;
}

type Rule = readonly [pattern: RegExp, say: (found: RegExpExecArray, step: BuildStep | undefined) => Explanation];

const needsBuildKit = 'let BuildKit build: take DOCKER_BUILDKIT=0 away, or use an engine that has BuildKit';

/** The builders word these in their own ways (20.10 to 28.5 seen, BuildKit and the classic one); the first match decides. */
const rules: readonly Rule[] = [
  [
    /(?:did not complete successfully: exit code: |executor failed running \[.*\]: exit code: |returned a non-zero code: |runc did not terminate sucessfully: exit status )(\d+)/s,
    ([, code], step) => ({ message: `${nameOfStep(step)} ended with exit code ${code}`, exitCode: Number(code) }),
  ],
  [
    /dockerfile parse error(?: on)? line (\d+): (.*)/i,
    ([, line, reason]) => ({ message: `line ${line} of the Dockerfile is wrong: ${reason}` }),
  ],
  [
    /no build stage in current context/,
    () => ({ message: 'the Dockerfile has a step before its first "FROM", or no "FROM" at all' }),
  ],
  [
    /target stage "?([^\s"]+)"? could not be found|failed to reach build target (\S+) in Dockerfile/,
    ([, first, second]) => ({
      message: `the Dockerfile has no stage "${first ?? second}"`,
      hint: 'look at "target" of the build, and at the names after "AS" in the Dockerfile',
    }),
  ],
  [
    /(?:failed to get secret:? |secret )"?([^\s":]+)"?(?: not found)?: not found|no secret "([^"]+)"/,
    ([, first, second], step) => ({
      message: `${nameOfStep(step)} needs the secret "${first ?? second}"`,
      hint: 'name it under "secrets" of the build',
    }),
  ],
  [
    /unset ssh forward key "?([^\s":]+)|no SSH key "([^"]*)" forwarded|no ssh agent "([^"]+)"/,
    ([, first, second, third], step) => ({
      message: `${nameOfStep(step)} needs the ssh agent "${first || second || third || 'default'}"`,
      hint: 'name it under "ssh" of the build',
    }),
  ],
  [
    /the (--\S+) option requires BuildKit/,
    ([, option]) => ({ message: `the Dockerfile uses "${option}", which only BuildKit knows`, hint: needsBuildKit }),
  ],
  [
    /(?:failed to (?:compute cache key|calculate checksum).*"\/?([^"]+)":? not found|file not found in build context or excluded by \.dockerignore: stat ([^:]+):)/,
    ([, first, second], step) => ({
      message: `${nameOfStep(step)} wants "${first ?? second}", which the build context does not have`,
      hint: 'look at the path, which counts from the context, and at its .dockerignore',
    }),
  ],
  [
    /no source files were specified/,
    (_, step) => ({
      message: `${nameOfStep(step)} wants files that the build context does not have`,
      hint: 'look at the pattern, which counts from the context, and at its .dockerignore',
    }),
  ],
  [
    /^syntax error in pattern/,
    () => ({
      message: 'a pattern is malformed',
      hint: 'look at the .dockerignore, and at "COPY" and "ADD" in the Dockerfile',
    }),
  ],
  [
    /exec: "([^"]+)": (?:executable file not found|stat .*no such file or directory)/,
    ([, command], step) => ({
      message: `${nameOfStep(step)} wants the command "${command}", which is not in the image`,
    }),
  ],
  [
    /network mode "?([^\s"]+)"? not supported/,
    ([, mode]) => ({
      message: `this builder knows no network "${mode}"`,
      hint: 'use "default", "none" or "host" under "network" of the build',
    }),
  ],
  [
    /network (\S+) not found/,
    ([, network]) => ({
      message: `the engine has no network "${network}"`,
      hint: 'look at "network" of the build',
    }),
  ],
];

/** What a builder's refusal means, where its words are known. */
export function buildRefusal(error: string, step: BuildStep | undefined): Explanation | undefined {
  for (const [pattern, say] of rules) {
    const found = pattern.exec(error);
    if (found !== null) return say(found, step);
  }
  return undefined;
}
