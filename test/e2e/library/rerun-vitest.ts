import { startVitest } from 'vitest/node';

// Runs the tests of a folder in watch mode, twice, and prints as the last line what was provided each time.
const [root = '.'] = process.argv.slice(2);
const vitest = await startVitest('test', [], { watch: true, root });
const project = vitest.getRootProject();
const first = project.getProvidedContext().devstack;
await vitest.rerunTestSpecifications(await vitest.globTestSpecifications());
const second = project.getProvidedContext().devstack;
const failed = vitest.state.getCountOfFailedTests();
await vitest.close();
console.log(`\n${JSON.stringify({ first, second, failed })}`);
