// This file runs on any Node that knows modules, so that an old one gets a sentence and not a syntax error.
const MINIMUM = 20;

if (Number(process.versions.node.split(".")[0]) < MINIMUM) {
  console.error(
    "OpenCode Kit needs Node.js " +
      MINIMUM +
      " or newer and this is " +
      process.version +
      ": install a newer one from https://nodejs.org, then run the command again.",
  );
  process.exit(1);
}
