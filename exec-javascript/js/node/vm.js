// node:vm, for code in this context. Another context would share this one's limits and nothing else of
// Node's promise; it is refused instead of pretended.
const { makeError } = require("internal/errors");
const { validateString } = require("internal/validators");

const { runScript } = binding("values");

function refuse(call) {
  throw makeError("ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", `vm.${call} (one context for each program)`);
}

class Script {
  #source;
  #filename;

  constructor(code, options = {}) {
    this.#source = `${code}`;
    this.#filename = typeof options === "string" ? options : options.filename ?? "evalmachine.<anonymous>";
    validateString(this.#filename, "options.filename");
  }

  runInThisContext() { return runScript(this.#source, this.#filename); }
  runInContext() { return refuse("Script.runInContext"); }
  runInNewContext() { return refuse("Script.runInNewContext"); }
  createCachedData() { return refuse("Script.createCachedData"); }
}

module.exports = {
  Script,
  createContext: () => refuse("createContext"),
  createScript: (code, options) => new Script(code, options),
  isContext: () => false,
  runInContext: () => refuse("runInContext"),
  runInNewContext: () => refuse("runInNewContext"),
  runInThisContext: (code, options) => new Script(code, options).runInThisContext(),
};
