import { up } from '../../../src/index.ts';

// Brings a stack up, says its name, and then `stays` or `forgets` to take it down.
const [file = '.', end] = process.argv.slice(2);
const stack = await up({ file });
console.log(stack.project);
if (end === 'stays') setInterval(() => undefined, 60_000);
