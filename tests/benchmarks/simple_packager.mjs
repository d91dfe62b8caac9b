// simple-scorm-packager in a process of its own: for each line of standard input, which is a number
// of seconds, it packs the same folder over and over for so long, and prints how many it packed.

import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [source, outputFolder] = process.argv.slice(2);
const pack = createRequire(import.meta.url)("simple-scorm-packager");
const print = console.log;
console.log = () => {};

function packed(number) {
  const options = { name: `game ${number}`, version: "1.0.0", zip: true, outputFolder };
  return new Promise((resolve) =>
    pack({ version: "1.2", title: "The Ferryman", startingPage: "index.html", source, package: options }, resolve),
  );
}

for await (const seconds of createInterface({ input: process.stdin })) {
  const until = performance.now() + seconds * 1000;
  let done = 0;
  while (performance.now() < until) await packed(done++ % 50);
  print(done);
}
