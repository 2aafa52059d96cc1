// Runs one test of test262: its harness and itself as scripts, or itself as a module.
"use strict";
const { readFileSync } = require("node:fs");
const { runInThisContext } = require("node:vm");
const { reallyExit } = process;
const { harness, path, isModule, isStrict, negative } = JSON.parse(readFileSync("/workspace/settings.json", "utf8"));
const define = (name, value) => Object.defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
const script = (name, text) => runInThisContext(text, { filename: name });

const write = process.stdout.write.bind(process.stdout);
define("print", (...values) => { write(`${values.join(" ")}\n`); });
define("$262", {
  global: globalThis,
  evalScript: (text) => script("<evalScript>", text),
  detachArrayBuffer(buffer) { buffer.transfer(); return null; },
});
/** A promise that a test rejects and leaves alone is no failure of the test's. */
process.on("unhandledRejection", () => {});
const say = process.stderr.write.bind(process.stderr);

function ended(error) {
  const name = error !== null && typeof error === "object" ? error.constructor?.name : undefined;
  if (negative !== null && name === negative) reallyExit(0);
  say(`${name ?? typeof error}: ${error?.message ?? String(error)}\n`);
  reallyExit(1);
}

for (const name of ["global", "process", "Buffer", "console"]) delete globalThis[name];
for (const [name, text] of harness) script(name, text);
if (isModule) {
  import(path).then(() => { if (negative !== null) ended(new Error(`no ${negative}`)); }, ended);
} else {
  let has = true;
  try {
    script(path, `${isStrict ? "'use strict';\n" : ""}${readFileSync(path, "utf8")}`);
    has = false;
  } catch (error) {
    ended(error);
  }
  if (!has && negative !== null) ended(new Error(`no ${negative}`));
}
