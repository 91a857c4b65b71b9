import { beSupervisor } from './engine/process/be-supervisor.ts';

/** The program that stays with a project's processes when devstack has left: `supervisor.js <folder of the project>`. */
const [folder = ''] = process.argv.slice(2);

const shutdown = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => shutdown.abort());
// It has no terminal that could hang up, and whoever began it does not stay to listen.
process.on('SIGHUP', () => undefined);
process.stdout.on('error', () => undefined);

await beSupervisor(folder, shutdown.signal, () => process.stdout.write('ready\n'));
process.exit(0);
