import { onTestFinished } from 'vitest';
import { type Stack, type UpOptions, up } from '../../../src/index.ts';
import { manifestFolder } from '../support/project.ts';

/** A job with a secret, and a service that gets it and answers by HTTP. */
export const manifest = `
name: e2e-lib
stages: [prepare, serve]
services:
  web:
    stage: serve
    image: busybox:1.36
    environment: { GREETING: "\${GREETING:-nobody}" }
    command:
      - sh
      - -c
      - trap 'exit 3' TERM; echo hello $$GREETING; echo token $$TOKEN; mkdir -p /www; echo ok >/www/index.html; httpd -f -p 8080 -h /www & wait
    ports: ["8080"]
    ready: { http: { port: 8080, path: / } }
    depends_on: [seed]
jobs:
  seed:
    stage: prepare
    image: busybox:1.36
    command: ["sh", "-c", "echo seeding; echo '{\\"TOKEN\\":{\\"value\\":\\"s3cret-token\\",\\"sensitive\\":true}}' >$$DEVSTACK_OUTPUT"]
    volumes: ["data:/data"]
volumes: { data: {} }
`;

/** Brings the stack up; it goes with the test at the latest. */
export async function upSmall(options: UpOptions = {}, text = manifest): Promise<Stack> {
  const stack = await up({ file: await manifestFolder(text), ...options });
  onTestFinished(() => stack[Symbol.asyncDispose]());
  return stack;
}
