import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { Family, marker } from '../../../src/engine/process/family.ts';
import { variablesOf } from '../../../src/engine/process/process-table.ts';
import { processesWith } from './support/in-folder.ts';

const nobody = { pid: -1, start: '', bootId: '' };

test.runIf(process.platform === 'linux')(
  'what is just becoming another program, and then shows whose it is, is ended too',
  async () => {
    const mark = `shop/app/${randomUUID()}`;
    const script = `echo up; read go; exec env ${marker}=${mark} sleep 300`;
    // As long as it has no environment, it is as one that has left its old one and not got the new one yet.
    const child = spawn('/bin/sh', ['-c', script], { env: {}, stdio: ['pipe', 'pipe', 'ignore'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    const killing = new Family(nobody, mark).kill();
    child.stdin.write('\n');
    // Nothing else happens in this process meanwhile: the second look comes after that.
    while (!variablesOf(child.pid ?? 0)?.includes(`${marker}=${mark}`));
    await killing;
    expect(processesWith(mark)).toEqual([]);
  },
);
