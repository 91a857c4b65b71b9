#!/usr/bin/env node
// Read by every Node, however old: no static import and no syntax newer than Node 10's, so that it gets as far as
// saying that it is too old.
const wanted = [22, 17];

function isNewEnough(versions) {
  const version = versions.node.split('.').map(Number);
  return version[0] > wanted[0] || (version[0] === wanted[0] && version[1] >= wanted[1]);
}

function say(message, hint) {
  process.stderr.write(`error: ${message}\nhint: ${hint}\n`);
  process.exitCode = 2;
}

function isMissing(error) {
  return error.code === 'ERR_MODULE_NOT_FOUND' && /[\\/]dist[\\/]main\.js/.test(error.message);
}

function start() {
  // What Node is going to give up concerns whoever builds devstack, not whoever runs it.
  process.noDeprecation = true;
  // Compiled code is kept between starts; a folder that cannot be written only costs the time that it would save.
  process.getBuiltinModule('node:module').enableCompileCache();
  import('../dist/main.js').catch((error) => {
    if (!isMissing(error)) throw error;
    say('devstack is not built: its folder "dist" has no main.js', 'run "npm run build" in the folder of devstack');
  });
}

if (isNewEnough(process.versions)) start();
else {
  say(
    `devstack needs Node.js ${wanted.join('.')} or later, and this is ${process.versions.node}`,
    'install a newer Node.js from https://nodejs.org, or with the version manager that you use',
  );
}
