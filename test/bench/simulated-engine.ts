// An engine without containers, for the cost of devstack itself. Run as a process of its own, so that its work is not
// counted: writes the path of its socket, and ends with its standard input.
import { startFakeEngine } from '../engine/fake-engine/start-fake-engine.ts';

const engine = await startFakeEngine({ keepsRequests: false });
process.stdout.write(`${engine.socket}\n`);
process.stdin.resume().once('end', () => {
  void engine[Symbol.asyncDispose]().then(() => process.exit(0));
});
